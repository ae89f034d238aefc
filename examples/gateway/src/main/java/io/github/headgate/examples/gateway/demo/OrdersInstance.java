package io.github.headgate.examples.gateway.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One of the instances of {@code orders}; it can be killed, revived on the same port, and stalled. Thread-safe. */
final class OrdersInstance {
    private static final CountDownLatch OPEN = new CountDownLatch(0);

    private final String name;
    private final int port;
    private final Object lock = new Object();
    private HttpServer server;
    private ExecutorService workers;
    private volatile CountDownLatch gate = OPEN;

    private OrdersInstance(String name, HttpServer server) {
        this.name = name;
        this.server = server;
        this.workers = serve(server);
        this.port = server.getAddress().getPort();
    }

    static OrdersInstance start(String name) throws IOException {
        return new OrdersInstance(name, listen(0));
    }

    private static HttpServer listen(int port) throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
    }

    private ExecutorService serve(HttpServer listening) {
        ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.named("orders-" + name));
        listening.setExecutor(threads);
        listening.createContext("/", this::answer);
        listening.start();
        return threads;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            gate.await();
            byte[] body = "{\"served-by\":\"orders %s\"}%n".formatted(name).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            // killed while it stalled
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Closes its socket and all its connections, as the death of a process does. */
    void kill() {
        synchronized (lock) {
            server.stop(0);
            workers.shutdownNow();
        }
    }

    void revive() {
        synchronized (lock) {
            try {
                server = listen(port);
                workers = serve(server);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("port " + port + " was taken meanwhile", e);
            }
        }
    }

    /** Accepts and reads, but answers nothing until it is told to. */
    void stall() {
        gate = new CountDownLatch(1);
    }

    void resume() {
        gate.countDown();
        gate = OPEN;
    }
}
