package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.testing.CuttableTls;
import io.github.headgate.testing.FaultyTls;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.TlsPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a response body ends when its TLS connection does. */
class TlsBodyTest {
    private static final String UNTIL_CLOSE = "HTTP/1.1 200 OK\r\n\r\n";
    private static final int LARGE = 200_000;

    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    Path files;

    private CuttableTls tls = new CuttableTls(FaultyTls.context(), socket -> {});

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    private Headgate headgate(String version, RawUpstream.Behaviour behaviour, boolean requireCloseNotify)
            throws IOException {
        tls = new CuttableTls(FaultyTls.context(), socket -> socket.setEnabledProtocols(new String[] {version}));
        RawUpstream upstream = RawUpstream.overTls(tls, behaviour);
        open.add(0, upstream);
        Path authority = Files.writeString(files.resolve("ca.pem"), FaultyTls.authorityPem());
        Headgate headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints(upstream.url())
                        .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(2)))
                        .tls(new TlsPolicy(authority.toString(), "", "", "", true, requireCloseNotify)))
                .build();
        open.add(0, headgate);
        return headgate;
    }

    private Headgate headgate(String version, RawUpstream.Behaviour behaviour) throws IOException {
        return headgate(version, behaviour, true);
    }

    private static String answer(Headgate headgate) throws Exception {
        try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
            return EntityUtils.toString(response.getEntity());
        }
    }

    private static UpstreamException failure(Headgate headgate) {
        return catchThrowableOfType(UpstreamException.class, () -> answer(headgate));
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, 5", "TLSv1.2, 200000", "TLSv1.3, 5", "TLSv1.3, 200000"})
    void isWholeAfterCloseNotify(String version, int length) throws Exception {
        Headgate headgate = headgate(version, peer -> {
            peer.send(UNTIL_CLOSE + "x".repeat(length));
            peer.close();
        });
        assertThat(answer(headgate)).hasSize(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void isCutWithoutCloseNotifyAndFetchedAgain(String version) throws Exception {
        Headgate headgate = headgate(version, peer -> {
            peer.send(UNTIL_CLOSE + "hello");
            tls.cut(peer);
        });
        UpstreamException failure = failure(headgate);
        assertThat(failure.type()).isEqualTo(FailureType.HTTP_RESPONSE_INCOMPLETE);
        assertThat(failure.attempts()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void breaksTheCallerWhenItIsPassedOnAlready(String version) throws Exception {
        Headgate headgate = headgate(version, peer -> {
            peer.send(UNTIL_CLOSE + "x".repeat(LARGE));
            tls.cut(peer);
        });
        try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
            UpstreamException broken =
                    catchThrowableOfType(UpstreamException.class, () -> EntityUtils.toByteArray(response.getEntity()));
            assertThat(broken.type()).isEqualTo(FailureType.HTTP_RESPONSE_INCOMPLETE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void isTakenForWholeWhereThatIsTheSetting(String version) throws Exception {
        RawUpstream.Behaviour cut = peer -> {
            peer.send(UNTIL_CLOSE + "hello");
            tls.cut(peer);
        };
        assertThat(answer(headgate(version, cut, false))).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, Content-Length: 5, hello",
        "TLSv1.3, Content-Length: 5, hello",
        "TLSv1.2, Transfer-Encoding: chunked, 5^hello^0^^",
        "TLSv1.3, Transfer-Encoding: chunked, 5^hello^0^^"
    })
    void needsNoCloseNotifyWhereItsEndIsKnown(String version, String framing, String body) throws Exception {
        Headgate headgate = headgate(version, peer -> {
            peer.send("HTTP/1.1 200 OK\r\n" + framing + "\r\nConnection: close\r\n\r\n" + body.replace("^", "\r\n"));
            tls.cut(peer);
        });
        assertThat(answer(headgate)).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void leavesTheConnectionForTheNextCall(String version) throws Exception {
        Headgate headgate = headgate(version, peer -> peer.ok("request " + peer.number()));
        assertThat(answer(headgate)).isEqualTo("request 1");
        assertThat(answer(headgate)).isEqualTo("request 2");
    }
}
