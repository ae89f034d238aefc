package io.github.headgate.examples.gateway.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Somebody who calls the gateway over HTTP, at a steady pace, some calls at once. */
final class Caller {
    private static final int AT_ONCE = 8;
    private static final long PACE_NANOS = 5_000_000;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String gateway;

    Caller(int port) {
        this.gateway = "http://localhost:" + port;
    }

    String url(String path) {
        return gateway + path;
    }

    /** Calls this path so many times; {@code before} is told the number of each call when it is due. */
    Seen call(String path, int times, java.util.function.IntConsumer before) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, DaemonThreads.named("caller"));
        try {
            List<Future<Answer>> answers = new ArrayList<>();
            Callable<Answer> call = () -> get(path);
            for (int i = 0; i < times; i++) {
                before.accept(i);
                answers.add(threads.submit(call));
                LockSupport.parkNanos(PACE_NANOS);
            }
            Seen seen = new Seen();
            for (Future<Answer> answer : answers) {
                seen.add(answer.get());
            }
            return seen;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the gateway did not answer", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    Answer get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(path)))
                .timeout(Duration.ofSeconds(20))
                .build();
        long start = System.nanoTime();
        HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Proxy-Status").orElse(""),
                elapsed);
    }
}
