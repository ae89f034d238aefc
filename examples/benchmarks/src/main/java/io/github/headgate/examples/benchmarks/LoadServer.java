package io.github.headgate.examples.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A small HTTP server on one port of this machine that can be killed, blackholed, stalled and slowed down. Thread-safe. */
final class LoadServer implements AutoCloseable {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfine\n".getBytes(StandardCharsets.US_ASCII);

    private static final int MOST_TRIES = 1000;

    private final int port;
    private final long serviceMillis;
    private final Semaphore capacity;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<Socket> fillers = new ArrayList<>();
    private volatile @Nullable ServerSocket listener;
    private volatile int factor = 1;
    private volatile boolean isSilent;

    /**
     * @param capacity requests that are worked on at a time; more wait
     */
    LoadServer(long serviceMillis, int capacity) throws IOException {
        this.serviceMillis = serviceMillis;
        this.capacity = new Semaphore(capacity, true);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Begins to accept connections, after whatever was before. */
    synchronized void start() throws IOException {
        isSilent = false;
        factor = 1;
        free();
        ServerSocket opened = listen(1000);
        listener = opened;
        run("accept", () -> accept(opened));
    }

    /* The thread that accepts gives the port back only when it has woken up. */
    private ServerSocket listen(int backlog) throws IOException {
        for (int tries = 1; ; tries++) {
            ServerSocket socket = new ServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), backlog);
                return socket;
            } catch (BindException e) {
                socket.close();
                if (tries == MOST_TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    /** As if its process were killed. */
    synchronized void kill() throws IOException {
        free();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void free() throws IOException {
        ServerSocket open = listener;
        if (open != null) {
            open.close();
        }
        for (Socket filler : fillers) {
            filler.close();
        }
        fillers.clear();
    }

    /** As if a firewall dropped every packet: no connection is accepted, and none that there is says anything more. */
    synchronized void blackhole() throws IOException {
        isSilent = true;
        free();
        listener = listen(1);
        for (int i = 0; i < 4; i++) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
            } catch (IOException full) {
                return; // which was the purpose
            }
        }
    }

    /** Accepts connections and requests, and answers none. */
    void stall() {
        isSilent = true;
    }

    /** Takes so many times as long. */
    void slow(int times) {
        factor = times;
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket connection = from.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                run("serve", () -> serve(connection));
            }
        } catch (IOException closed) {
            // it was killed, or starts anew
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = connection.getOutputStream();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    work();
                    if (!isSilent) {
                        out.write(ANSWER);
                    }
                }
            }
        } catch (IOException | InterruptedException e) {
            // the other side, or we ourselves, have closed it
        } finally {
            connections.remove(connection);
        }
    }

    private void work() throws InterruptedException {
        capacity.acquire();
        try {
            TimeUnit.MILLISECONDS.sleep(serviceMillis * factor);
        } finally {
            capacity.release();
        }
    }

    private static void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        kill();
    }
}
