package io.github.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.github.headgate.Headgate;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.testing.DnsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** Records that change while calls are made without a pause, on real sockets and with the JVM's cache as it is by default. */
class DnsChangeTest {
    private static final Duration REFRESH = Duration.ofSeconds(1);
    private static final long LIMIT_NANOS = REFRESH.plusSeconds(1).toNanos();
    private static final int CALLERS = 4;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final Map<String, Long> lastNanos = new HashMap<>();

    /** Of one call: who gave it, or why there is none, and when the call began. */
    private record Answer(String server, @Nullable Exception failure, long beganNanos) {}

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static HttpServer upstream(int last, int port, ExecutorService threads) throws IOException {
        String address = "127.0.0." + last;
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
        byte[] body = address.getBytes(StandardCharsets.US_ASCII);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.setExecutor(threads);
        server.start();
        return server;
    }

    private HostResolver resolver(DnsServer dns, Duration patience) {
        DnsSettings settings = new DnsSettings(List.of(dns.address()), List.of(), 1);
        HostResolver jvm = host -> {
            throw new UnknownHostException(host);
        };
        return new SystemResolver(
                new HostsFile(folder.resolve("hosts")), () -> settings, jvm, IpFamilies.V4_FIRST, List.of(patience));
    }

    private void keepCalling(Headgate headgate) {
        while (!Thread.currentThread().isInterrupted()) {
            long began = System.nanoTime();
            try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
                answers.add(new Answer(EntityUtils.toString(response.getEntity()), null, began));
            } catch (Exception e) {
                answers.add(new Answer("none", e, began));
            }
        }
    }

    /** Looks at the next answer, which must be good, and tells when its call began. */
    private long next() throws InterruptedException {
        Answer answer = Objects.requireNonNull(answers.poll(10, TimeUnit.SECONDS), "calls hang");
        assertThat(answer.failure()).isNull();
        lastNanos.merge(answer.server(), answer.beganNanos(), Math::max);
        return answer.beganNanos();
    }

    /** Looks at the answers to the calls that began before then. */
    private void until(long nanos) throws InterruptedException {
        while (next() - nanos < 0) {
            assertThat(lastNanos).isNotEmpty();
        }
    }

    /** Looks at answers until these servers have given some to calls that began later, and expects none by another server. */
    private void onlyBy(String one, String other, long sinceNanos) throws InterruptedException {
        while (!served(sinceNanos).containsAll(Set.of(one, other))) {
            assertThat(next()).isNotZero();
        }
        assertThat(served(sinceNanos)).containsOnly(one, other);
    }

    private Set<String> served(long sinceNanos) {
        Map<String, Long> since = new HashMap<>(lastNanos);
        since.values().removeIf(last -> last - sinceNanos < 0);
        return since.keySet();
    }

    @Test
    void aChangeIsFollowedWithoutAFailedCallAndADeadResolverChangesNothing() throws Exception {
        assertThat(Security.getProperty("networkaddress.cache.ttl"))
                .as("the JVM's default")
                .isNull();
        HttpServer one = upstream(1, 0, threads);
        int port = one.getAddress().getPort();
        HttpServer two = upstream(2, port, threads);
        HttpServer three = upstream(3, port, threads);
        DnsServer dns = new DnsServer();
        dns.set("orders.test", "127.0.0.1", "127.0.0.2");
        try (Headgate headgate = Headgate.builder()
                .resolver(resolver(dns, Duration.ofSeconds(1)))
                .upstream("orders", orders -> orders.endpoints("http://orders.test:" + port)
                        .dnsRefresh(REFRESH)
                        .loadBalancing(LoadBalancing.ROUND_ROBIN))
                .build()) {
            for (int i = 0; i < CALLERS; i++) {
                threads.execute(() -> keepCalling(headgate));
            }
            long start = System.nanoTime();
            onlyBy("127.0.0.1", "127.0.0.2", start);

            long changed = System.nanoTime();
            dns.set("orders.test", "127.0.0.2", "127.0.0.3");
            until(changed + LIMIT_NANOS);
            one.stop(0);
            assertThat(Objects.requireNonNull(lastNanos.get("127.0.0.1")) - changed)
                    .isLessThan(LIMIT_NANOS);
            long moved = System.nanoTime();
            until(moved + REFRESH.toNanos());
            onlyBy("127.0.0.2", "127.0.0.3", moved);

            dns.close();
            long gone = System.nanoTime();
            until(gone + REFRESH.multipliedBy(4).toNanos());
            onlyBy("127.0.0.2", "127.0.0.3", moved);
        } finally {
            one.stop(0);
            two.stop(0);
            three.stop(0);
            dns.close();
        }
    }

    @Test
    void aServerThatIsSilentIsATimeoutAndAnUnknownNameIsNot() throws Exception {
        try (DnsServer dns = new DnsServer();
                Headgate headgate = Headgate.builder()
                        .resolver(resolver(dns, Duration.ofMillis(200)))
                        .upstream("silent", silent -> silent.endpoints("http://silent.test"))
                        .upstream("unknown", unknown -> unknown.endpoints("http://unknown.test"))
                        .build()) {
            dns.silence("silent.test", Type.A);
            assertThat(failure(headgate, "silent")).isEqualTo(FailureType.DNS_TIMEOUT);
            assertThat(failure(headgate, "unknown")).isEqualTo(FailureType.DNS_ERROR);
        }
    }

    private static FailureType failure(Headgate headgate, String upstream) {
        return catchThrowableOfType(UpstreamException.class, () -> headgate.execute(upstream, new HttpGet("/")))
                .type();
    }
}
