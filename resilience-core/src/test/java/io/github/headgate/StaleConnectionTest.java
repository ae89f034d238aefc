package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.testing.CuttableTls;
import io.github.headgate.testing.FaultyTls;
import io.github.headgate.testing.Peer;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.TlsPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kept connection that its peer closed while it was idle, however short that was, is never given to a request. */
class StaleConnectionTest {
    private static final int ROUNDS = 100;

    @TempDir
    Path files;

    @ParameterizedTest
    @CsvSource({"close", "reset"})
    void aPostNeverGoesOutOnAConnectionThatWasClosed(String how) throws Exception {
        Ending ending = new Ending(peer -> end(peer, how));
        try (RawUpstream upstream = new RawUpstream(ending)) {
            assertEachPostIsAnsweredOnAFreshConnection(upstream, ending, TlsPolicy.DEFAULT);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2,close", "TLSv1.2,cut", "TLSv1.2,reset", "TLSv1.3,close", "TLSv1.3,cut", "TLSv1.3,reset"})
    void norOverTls(String version, String how) throws Exception {
        Path authority = Files.writeString(files.resolve("ca.pem"), FaultyTls.authorityPem());
        CuttableTls tls =
                new CuttableTls(FaultyTls.context(), socket -> socket.setEnabledProtocols(new String[] {version}));
        Ending ending = new Ending(peer -> {
            switch (how) {
                case "cut" -> tls.cut(peer);
                case "reset" -> tls.reset(peer);
                default -> peer.close();
            }
        });
        try (RawUpstream upstream = RawUpstream.overTls(tls, ending)) {
            assertEachPostIsAnsweredOnAFreshConnection(
                    upstream, ending, new TlsPolicy(authority.toString(), "", "", true));
        }
    }

    private static void end(Peer peer, String how) throws IOException {
        if (how.equals("reset")) {
            peer.reset();
        } else {
            peer.close();
        }
    }

    private static void assertEachPostIsAnsweredOnAFreshConnection(RawUpstream upstream, Ending ending, TlsPolicy tls)
            throws Exception {
        try (Headgate headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints(upstream.url()).tls(tls))
                .build()) {
            for (int i = 0; i < ROUNDS; i++) {
                HttpPost post = new HttpPost("/");
                post.setEntity(new StringEntity("order " + i));
                try (ClassicHttpResponse response = headgate.execute("orders", post)) {
                    assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("good");
                }
                ending.now();
            }
        }
        assertThat(upstream.connections()).isEqualTo(ROUNDS);
        assertThat(upstream.requests()).hasSize(ROUNDS);
    }

    /** Answers, and ends the connection when it is told to. */
    private static final class Ending implements RawUpstream.Behaviour {
        private final RawUpstream.Behaviour how;
        private final Semaphore told = new Semaphore(0);
        private final Semaphore done = new Semaphore(0);

        Ending(RawUpstream.Behaviour how) {
            this.how = how;
        }

        void now() {
            told.release();
            done.acquireUninterruptibly();
        }

        @Override
        public void answer(Peer peer) throws Exception {
            peer.ok("good");
            told.acquire();
            how.answer(peer);
            done.release();
        }
    }
}
