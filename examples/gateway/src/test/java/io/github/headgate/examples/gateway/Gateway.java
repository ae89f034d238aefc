package io.github.headgate.examples.gateway;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway on a free port before an upstream that answers each request with what it has got. */
final class Gateway implements AutoCloseable {
    final HttpServer upstream;
    final ConfigurableApplicationContext context;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();

    private Gateway(String... settings) throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        upstream.setExecutor(threads);
        upstream.createContext("/", exchange -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        upstream.start();
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--server.port=0");
        all.add("--logging.level.root=warn");
        all.add("--logging.level.io.github.headgate=error");
        all.add("--headgate.upstreams.orders.endpoints[0]=http://127.0.0.1:"
                + upstream.getAddress().getPort());
        all.add("--headgate.upstreams.orders.breaker.consecutive-failures=1");
        SpringApplication application = GatewayApplication.application();
        application.setRegisterShutdownHook(false);
        context = application.run(all.toArray(String[]::new));
    }

    static Gateway routing(String path) throws IOException {
        return new Gateway("--headgate.proxy.routes[0].path=" + path, "--headgate.proxy.routes[0].upstream=orders");
    }

    int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        context.close();
        upstream.stop(0);
        threads.shutdownNow();
    }
}
