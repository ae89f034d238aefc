package io.github.headgate.examples.legacy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The file as it is shipped, and the service that it asks. */
final class LegacyWar implements AutoCloseable {
    static final Path FILE = Path.of("target", "legacy-war.war").toAbsolutePath();

    private static final String VARIABLE = "ORDERS_URL";

    private final HttpServer orders;

    LegacyWar() throws IOException {
        orders = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        orders.createContext("/orders", exchange -> {
            byte[] body = "[\"an order\"]".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        orders.start();
        System.setProperty(VARIABLE, "http://127.0.0.1:" + orders.getAddress().getPort());
    }

    void killOrders() {
        orders.stop(0);
    }

    static HttpResponse<String> get(int port, String path, String accept) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri).header("Accept", accept).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        orders.stop(0);
        System.clearProperty(VARIABLE);
    }
}
