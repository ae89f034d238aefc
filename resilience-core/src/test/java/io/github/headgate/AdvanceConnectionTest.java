package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.testing.CuttableTls;
import io.github.headgate.testing.FaultyTls;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.ConnectionPolicy;
import io.github.headgate.upstream.TlsPolicy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that were opened in advance, on real sockets. */
class AdvanceConnectionTest {
    @TempDir
    Path files;

    @Test
    void theyAreThereBeforeTheFirstCall() throws Exception {
        List<Socket> accepted = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Headgate headgate = Headgate.builder()
                        .upstream("orders", orders -> orders.endpoints("http://127.0.0.1:" + server.getLocalPort())
                                .connections(ConnectionPolicy.DEFAULT.withMinIdle(3)))
                        .build()) {
            server.setSoTimeout(10_000);
            for (int i = 0; i < 3; i++) {
                accepted.add(server.accept());
            }
            assertThat(headgate.status()).hasSize(1);
        } finally {
            for (Socket socket : accepted) {
                socket.close();
            }
        }
    }

    /* In TLS 1.3 the peer sends tickets then, which are no answer and no end. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aRequestGoesOutOnOneWithoutAnotherHandshake(String version) throws Exception {
        CuttableTls tls =
                new CuttableTls(FaultyTls.context(), socket -> socket.setEnabledProtocols(new String[] {version}));
        try (RawUpstream upstream = RawUpstream.overTls(tls, peer -> peer.ok("good"));
                SocketCore core = new SocketCore(
                        orders -> orders.endpoints(upstream.url()).tls(policy()))) {
            core.transport.connections().open(core.endpoint());
            core.transport.connections().sweep(true);
            assertThat(core.transport.connections().count(core.endpoint())).isOne();
            for (int i = 0; i < 3; i++) {
                try (ClassicHttpResponse response = core.headgate.execute("orders", new HttpPost("/"))) {
                    assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("good");
                }
            }
            assertThat(upstream.connections()).isOne();
        }
    }

    /* As another that was kept: the endpoint is not to blame, and it is sent again. */
    @Test
    void oneThatTurnsOutClosedIsTheMisfortuneOfThePool() throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
                    if (peer.upstream().requests().size() == 1) {
                        peer.reset();
                    }
                    peer.ok("good");
                });
                SocketCore core = new SocketCore(orders -> orders.endpoints(upstream.url()))) {
            core.transport.connections().open(core.endpoint());
            HttpPost post = new HttpPost("/");
            post.setHeader("Idempotency-Key", "1");
            try (ClassicHttpResponse response = core.headgate.execute("orders", post)) {
                assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("good");
            }
            assertThat(core.headgate.status().get(0).endpoints().get(0).lastFailure())
                    .isEmpty();
        }
    }

    @Test
    void oneThatItsPeerClosesIsClosedHereToo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                SocketCore core =
                        new SocketCore(orders -> orders.endpoints("http://127.0.0.1:" + server.getLocalPort()))) {
            core.transport.connections().open(core.endpoint());
            Socket accepted = server.accept();
            core.transport.connections().sweep(true);
            assertThat(core.transport.connections().count(core.endpoint())).isOne();
            accepted.close();
            core.transport.connections().sweep(true);
            assertThat(core.transport.connections().count(core.endpoint())).isZero();
        }
    }

    private TlsPolicy policy() {
        try {
            Path authority = Files.writeString(files.resolve("ca.pem"), FaultyTls.authorityPem());
            return new TlsPolicy(authority.toString(), "", "", true);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
