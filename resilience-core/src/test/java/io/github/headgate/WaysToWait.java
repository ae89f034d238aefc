package io.github.headgate;

import static java.util.Map.entry;

import io.github.headgate.testing.Peer;
import io.github.headgate.testing.Ports;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.Collapse;
import io.github.headgate.upstream.FallbackPolicy;
import io.github.headgate.upstream.HedgePolicy;
import io.github.headgate.upstream.LoadBalancing;
import io.github.headgate.upstream.TlsPolicy;
import io.github.headgate.upstream.UpstreamBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Upstreams on real sockets for which a call has to wait, each in another place. Thread-safe. */
final class WaysToWait implements AutoCloseable {
    /** What comes of a call, by the name of its upstream: a status and a length, or failure types. */
    static final Map<String, String> OUTCOMES = Map.ofEntries(
            entry("late", "200 4"),
            entry("refused", "connection_refused|destination_unavailable"),
            entry("stalled", "http_response_timeout|connection_timeout|destination_unavailable"),
            entry("streamed", "200 40000"),
            entry("cut", "connection_read_timeout|destination_unavailable"),
            entry("hedged", "200 4"),
            entry("one-connection", "200 4"),
            entry("collapsed", "200 4"),
            entry("named", "200 4"),
            entry("tls", "200 4"));

    private static final long WAIT_MILLIS = 60;
    private static final String PART = "x".repeat(20_000);
    private static final Duration AMPLE = Duration.ofSeconds(20);

    private final HeldCertificate certificate =
            new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
    private final Path trusted;
    private final RawUpstream late = new RawUpstream(WaysToWait::answerLate);
    private final RawUpstream stalled = new RawUpstream(Peer::stall);
    private final RawUpstream streaming = new RawUpstream(peer -> {
        begin(peer);
        peer.upstream().pause(WAIT_MILLIS);
        peer.send(PART);
    });
    private final RawUpstream cut = new RawUpstream(peer -> {
        begin(peer);
        peer.stall();
    });
    private final RawUpstream overTls = RawUpstream.overTls(
            new HandshakeCertificates.Builder()
                    .heldCertificate(certificate)
                    .build()
                    .sslContext()
                    .getServerSocketFactory(),
            WaysToWait::answerLate);

    WaysToWait(Path directory) throws IOException {
        trusted = Files.writeString(directory.resolve("trusted.pem"), certificate.certificatePem());
    }

    private static void answerLate(Peer peer) throws Exception {
        peer.upstream().pause(WAIT_MILLIS);
        peer.ok("good");
    }

    private static void begin(Peer peer) throws IOException {
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + 2 * PART.length() + "\r\n\r\n" + PART);
    }

    private static List<InetAddress> resolveLate(String host) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS));
        return List.of(InetAddress.getLoopbackAddress());
    }

    /** Another one each time, which has no connection yet and knows no name. */
    Headgate open(CallListener listener) {
        Duration wait = Duration.ofMillis(WAIT_MILLIS);
        return Headgate.builder()
                .listener(listener)
                .resolver(WaysToWait::resolveLate)
                .upstream("late", calls -> patient(calls, late.url()))
                .upstream("refused", calls -> patient(calls, "http://127.0.0.1:" + Ports.refused()))
                .upstream("stalled", calls -> calls.endpoints(stalled.url()).attemptTimeout(wait))
                .upstream("streamed", calls -> patient(calls, streaming.url()).responseBuffer(0))
                .upstream(
                        "cut",
                        calls -> patient(calls, cut.url()).responseBuffer(0).readTimeout(wait))
                .upstream("hedged", calls -> patient(calls, stalled.url(), late.url())
                        .loadBalancing(LoadBalancing.FIRST_AVAILABLE)
                        .hedge(HedgePolicy.after(wait.dividedBy(4)).withMaxExtraPercent(100)))
                .upstream("one-connection", calls -> patient(calls, late.url()).maxConnectionsPerEndpoint(1))
                .upstream("collapsed", calls -> patient(calls, late.url())
                        .fallback(FallbackPolicy.staleIfError(AMPLE).withCollapse(Collapse.WAIT)))
                .upstream("named", calls -> patient(calls, "http://orders.test:" + late.port()))
                .upstream("tls", calls -> patient(calls, overTls.url())
                        .tls(new TlsPolicy(trusted.toString(), "", "", true)))
                .build();
    }

    private static UpstreamBuilder patient(UpstreamBuilder calls, String... endpoints) {
        return calls.endpoints(endpoints)
                .connectTimeout(AMPLE)
                .attemptTimeout(AMPLE)
                .deadline(AMPLE);
    }

    @Override
    public void close() throws IOException {
        late.close();
        stalled.close();
        streaming.close();
        cut.close();
        overTls.close();
    }
}
