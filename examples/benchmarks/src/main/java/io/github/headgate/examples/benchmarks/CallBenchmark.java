package io.github.headgate.examples.benchmarks;

import io.github.headgate.Headgate;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.retry.Retry;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a good call costs, over a kept connection to a server in this process that answers at once; beside it what others cost. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class CallBenchmark {
    private final CircuitBreaker breaker = CircuitBreaker.ofDefaults("orders");
    private final Bulkhead bulkhead = Bulkhead.ofDefaults("orders");
    private final Retry retry = Retry.ofDefaults("orders");
    private @Nullable Loopback server;
    private @Nullable CloseableHttpClient client;
    private @Nullable Headgate headgate;
    private String url = "";

    /** Starts a server, and the clients. */
    @Setup
    public void setUp() throws IOException {
        Loopback started = new Loopback();
        server = started;
        url = started.url() + "/orders/1";
        client = HttpClients.createDefault();
        headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints(started.url()))
                .build();
    }

    /** Stops all. */
    @TearDown
    public void tearDown() throws IOException {
        Objects.requireNonNull(headgate).close();
        Objects.requireNonNull(client).close();
        Objects.requireNonNull(server).close();
    }

    /** HttpClient 5 with its defaults. */
    @Benchmark
    public byte[] httpClient() throws IOException {
        return Objects.requireNonNull(client)
                .execute(new HttpGet(url), response -> EntityUtils.toByteArray(response.getEntity()));
    }

    /** The same with a breaker, a bulkhead and retries of Resilience4j, all with their defaults. */
    @Benchmark
    public byte[] httpClientAndResilience4j() throws Exception {
        Callable<byte[]> guarded = CircuitBreaker.decorateCallable(breaker, this::httpClient);
        return Retry.decorateCallable(retry, Bulkhead.decorateCallable(bulkhead, guarded))
                .call();
    }

    /** Headgate with its defaults. */
    @Benchmark
    public byte[] headgate() throws IOException {
        try (ClassicHttpResponse response = Objects.requireNonNull(headgate).execute("orders", new HttpGet(url))) {
            return EntityUtils.toByteArray(response.getEntity());
        }
    }
}
