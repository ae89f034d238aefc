package io.github.headgate.examples.plain;

import com.sun.net.httpserver.HttpServer;
import io.github.headgate.Headgate;
import io.github.headgate.failure.UpstreamException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** A call that fails over, and a call that fails. */
public final class PlainJava {
    private PlainJava() {}

    /** Makes both calls and says what came of them. */
    public static void main(String[] args) throws IOException {
        HttpServer works = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        works.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        works.start();
        String refused = "http://127.0.0.1:" + closedPort();
        String working = "http://127.0.0.1:" + works.getAddress().getPort();

        try (Headgate headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints(refused).backupEndpoints(working))
                .upstream("stock", stock -> stock.endpoints(refused))
                .build()) {
            try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/orders/1"))) {
                System.out.println("orders answered " + response.getCode() + "; its endpoints now:");
                headgate.status().get(0).endpoints().forEach(endpoint -> System.out.println("  " + endpoint));
            }
            try (ClassicHttpResponse response = headgate.execute("stock", new HttpGet("/stock/1"))) {
                System.out.println("stock answered " + response.getCode());
            } catch (UpstreamException e) {
                System.out.println("stock failed with " + e.type().token() + ", for a caller "
                        + e.type().status());
                System.out.println("  for the log:     " + e.getMessage());
                System.out.println("  what to check:   " + e.type().advice());
                e.attempts().forEach(attempt -> System.out.println("  attempt          " + attempt));
            }
        } finally {
            works.stop(0);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return closed.getLocalPort();
        }
    }
}
