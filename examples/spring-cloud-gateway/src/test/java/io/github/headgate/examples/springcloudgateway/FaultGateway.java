package io.github.headgate.examples.springcloudgateway;

import io.github.headgate.Headgate;
import io.github.headgate.HeadgateBuilder;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.testing.DeadNames;
import io.github.headgate.testing.FaultyTls;
import io.github.headgate.testing.TestUpstream;
import io.github.headgate.upstream.BreakerPolicy;
import io.github.headgate.upstream.TlsPolicy;
import io.github.headgate.upstream.UpstreamBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Spring Cloud Gateway with a route to an upstream for each fault, through Headgate or without it. Thread-safe. */
final class FaultGateway implements AutoCloseable {
    /** How long the caller waits. */
    static final Duration PATIENCE = Duration.ofSeconds(6);

    static final Duration CONNECT_TIMEOUT = Duration.ofMillis(800);
    static final Duration READ_TIMEOUT = Duration.ofMillis(800);
    static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(1);
    static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final int MAX_RESPONSE_SIZE = 2 << 20;
    private static final Duration EJECTION = Duration.ofMinutes(1);

    private final List<TestUpstream> upstreams;
    private final ConfigurableApplicationContext context;
    private final @Nullable Headgate headgate;

    private FaultGateway(
            List<TestUpstream> upstreams,
            SpringApplication application,
            List<String> settings,
            @Nullable Headgate headgate) {
        this.upstreams = upstreams;
        this.headgate = headgate;
        List<String> all = new ArrayList<>(settings);
        all.add("--server.port=0");
        all.add("--server.tomcat.max-swallow-size=-1"); // the caller's upload never costs it the answer
        all.add("--logging.level.root=off");
        application.setRegisterShutdownHook(false);
        this.context = application.run(all.toArray(String[]::new));
    }

    /** Each route goes to an upstream of Headgate. */
    static FaultGateway withHeadgate(List<FaultCase> faults, Path directory) throws IOException {
        TlsPolicy tls = new TlsPolicy(authority(directory).toString(), "", "", true);
        HeadgateBuilder builder = Headgate.builder().resolver(new DeadNames());
        List<TestUpstream> upstreams = new ArrayList<>();
        Map<String, String> uris = new LinkedHashMap<>();
        for (FaultCase fault : faults) {
            TestUpstream upstream = fault.fault().open(fault.way());
            upstreams.add(upstream);
            uris.put(fault.name(), "http://" + fault.name());
            builder.upstream(fault.name(), settings -> {
                limits(settings.endpoints(upstream.url()), fault);
                if (upstream.url().startsWith("https")) {
                    settings.tls(tls);
                }
            });
        }
        Headgate headgate = builder.build();
        SpringApplication application = new SpringApplication(SpringCloudGatewayApplication.class);
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("headgate", headgate));
        return new FaultGateway(upstreams, application, routes(uris), headgate);
    }

    /** Each route goes straight to its upstream, with the client that Spring Cloud Gateway brings with it. */
    static FaultGateway alone(List<FaultCase> faults, Path directory, String... further) throws IOException {
        List<TestUpstream> upstreams = new ArrayList<>();
        Map<String, String> uris = new LinkedHashMap<>();
        for (FaultCase fault : faults) {
            TestUpstream upstream = fault.fault().open(fault.way());
            upstreams.add(upstream);
            uris.put(fault.name(), upstream.url());
        }
        List<String> settings = routes(uris);
        settings.addAll(List.of(further));
        settings.add("--spring.autoconfigure.exclude=io.github.headgate.spring.HeadgateAutoConfiguration");
        settings.add("--spring.http.clients.imperative.factory=jdk"); // as where nobody adds another
        settings.add("--spring.http.clients.ssl.bundle=upstreams");
        settings.add("--spring.ssl.bundle.pem.upstreams.truststore.certificate=file:" + authority(directory));
        return new FaultGateway(upstreams, new SpringApplication(SpringCloudGatewayApplication.class), settings, null);
    }

    private static Path authority(Path directory) throws IOException {
        return Files.writeString(directory.resolve("authority.pem"), FaultyTls.authorityPem());
    }

    private static void limits(UpstreamBuilder settings, FaultCase fault) {
        BreakerPolicy breaker = BreakerPolicy.DEFAULT.withOpenFor(EJECTION, EJECTION);
        boolean isAboutEjection = !fault.fault().callsBefore().isEmpty();
        if (fault.fault().needsOtherCall()) {
            settings.maxConcurrent(1);
        }
        settings.connectTimeout(CONNECT_TIMEOUT)
                .attemptTimeout(ATTEMPT_TIMEOUT)
                .readTimeout(READ_TIMEOUT)
                .deadline(DEADLINE)
                .maxResponseSize(MAX_RESPONSE_SIZE)
                .breaker(isAboutEjection ? breaker : breaker.withConsecutiveFailures(0))
                .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(2)));
    }

    private static List<String> routes(Map<String, String> uris) {
        List<String> settings = new ArrayList<>();
        int index = 0;
        for (Map.Entry<String, String> route : uris.entrySet()) {
            String key = "--spring.cloud.gateway.server.webmvc.routes[" + index++ + "].";
            settings.add(key + "id=" + route.getKey());
            settings.add(key + "uri=" + route.getValue());
            settings.add(key + "predicates[0]=Path=/" + route.getKey() + "/**");
        }
        return settings;
    }

    RawAnswer meet(FaultCase fault) throws IOException, InterruptedException {
        for (String method : fault.fault().callsBefore()) {
            call(fault, method, new byte[0]);
        }
        Thread other = fault.fault().needsOtherCall() ? otherCall(fault) : null;
        RawAnswer answer = call(fault, fault.method(), fault.body());
        if (other != null) {
            other.join();
        }
        return answer;
    }

    private Thread otherCall(FaultCase fault) {
        Thread other = new Thread(() -> {
            try {
                call(fault, "GET", new byte[0]);
            } catch (IOException e) {
                // its end is not what this is about
            }
        });
        other.start();
        while (headgate != null && other.isAlive() && inFlight(headgate, fault.name()) == 0) {
            Thread.onSpinWait();
        }
        return other;
    }

    private static int inFlight(Headgate headgate, String upstream) {
        return headgate.status().stream()
                .filter(status -> status.name().equals(upstream))
                .findFirst()
                .orElseThrow()
                .inFlight();
    }

    private RawAnswer call(FaultCase fault, String method, byte[] body) throws IOException {
        String framing = body.length == 0 ? "" : "Content-Length: " + body.length + "\n";
        String head = method + " /" + fault.name() + "/x HTTP/1.1\nHost: h\nConnection: close\n" + framing + "\n";
        return RawAnswer.to(port(), head, body, PATIENCE);
    }

    private int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    @Override
    public void close() throws IOException {
        for (TestUpstream upstream : upstreams) {
            upstream.close();
        }
        context.close();
        if (headgate != null) {
            headgate.close();
        }
    }
}
