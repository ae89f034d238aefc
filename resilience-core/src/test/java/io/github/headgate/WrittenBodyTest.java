package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.testing.RawUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Request bodies that can only be written, and only once. */
@Timeout(30)
class WrittenBodyTest {
    private static final int LARGE = 200_000;

    private final List<AutoCloseable> open = new ArrayList<>();

    /** What the maker of a body does. */
    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** As Spring makes them. */
    private static final class OnlyWritten extends AbstractHttpEntity {
        private final long length;
        private final Writing writing;
        private boolean isGone;

        OnlyWritten(long length, Writing writing) {
            super("text/plain", null);
            this.length = length;
            this.writing = writing;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            assertThat(isGone).as("written before").isFalse();
            isGone = true;
            writing.to(out);
        }

        @Override
        public InputStream getContent() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long getContentLength() {
            return length;
        }

        @Override
        public boolean isStreaming() {
            return false;
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    private RawUpstream upstream(RawUpstream.Behaviour behaviour) throws IOException {
        RawUpstream upstream = new RawUpstream(behaviour);
        open.add(upstream);
        return upstream;
    }

    private Headgate headgate(RawUpstream upstream) {
        Headgate headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints(upstream.url())
                        .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(2))))
                .build();
        open.add(0, headgate);
        return headgate;
    }

    private RawUpstream resettingOnce() throws IOException {
        return upstream(peer -> {
            if (peer.upstream().heads().size() == 1) {
                peer.reset();
            }
            peer.ok("good");
        });
    }

    private String resettingAtOnce(CountDownLatch done) throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread resets = new Thread(() -> {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            done.countDown();
        });
        resets.setDaemon(true);
        resets.start();
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    private static ClassicHttpRequest put(long length, Writing writing) {
        HttpPut put = new HttpPut("/");
        put.setEntity(new OnlyWritten(length, writing));
        return put;
    }

    private static Writing text(int length) {
        byte[] bytes = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
        return out -> {
            for (int at = 0; at < length; at += 1000) {
                out.write(bytes, at, Math.min(1000, length - at));
            }
            out.flush();
            out.close();
        };
    }

    private static String answer(Headgate headgate, ClassicHttpRequest request) throws Exception {
        try (ClassicHttpResponse response = headgate.execute("orders", request)) {
            return EntityUtils.toString(response.getEntity());
        }
    }

    private static UpstreamException failure(Headgate headgate, ClassicHttpRequest request) {
        return catchThrowableOfType(UpstreamException.class, () -> answer(headgate, request));
    }

    @Test
    void aSmallOneIsKeptAndSentAgain() throws Exception {
        RawUpstream upstream = resettingOnce();
        assertThat(answer(headgate(upstream), put(-1, text(5000)))).isEqualTo("good");
        assertThat(upstream.heads()).hasSize(2);
        assertThat(upstream.heads().get(0)).contains("Transfer-Encoding: chunked");
        assertThat(upstream.heads().get(1)).contains("Content-Length: 5000");
    }

    @Test
    void aLengthThatIsKnownIsToldAtOnce() throws Exception {
        RawUpstream upstream = resettingOnce();
        assertThat(answer(headgate(upstream), put(5000, text(5000)))).isEqualTo("good");
        assertThat(upstream.heads())
                .hasSize(2)
                .allMatch(head -> head.contains("Content-Length: 5000"))
                .noneMatch(head -> head.contains("Transfer-Encoding"));
    }

    @Test
    void aLargeOneIsStreamedAndSentOnce() throws Exception {
        RawUpstream upstream = resettingOnce();
        UpstreamException failed = failure(headgate(upstream), put(-1, text(LARGE)));
        assertThat(failed.type()).isEqualTo(FailureType.CONNECTION_TERMINATED);
        assertThat(failed.attempts()).hasSize(1);
    }

    @Test
    void aConnectionThatBreaksHalfwayDoesNotEndASmallOne() throws Exception {
        CountDownLatch reset = new CountDownLatch(1);
        String resets = resettingAtOnce(reset);
        RawUpstream good = upstream(peer -> peer.ok("good"));
        Headgate headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints(resets)
                        .backupEndpoints(good.url())
                        .requestBuffer(1 << 20)
                        .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(2))))
                .build();
        open.add(0, headgate);
        Writing slow = out -> {
            for (int at = 0; at < 600; at++) {
                out.write(new byte[1000]);
                if (at == 300) {
                    await(reset);
                }
            }
        };
        assertThat(answer(headgate, put(-1, slow))).isEqualTo("good");
        assertThat(good.heads()).singleElement().asString().contains("Content-Length: 600000");
    }

    @Test
    void oneThatFailsIsItsMakersFailure() throws Exception {
        Headgate headgate = headgate(upstream(peer -> peer.ok("good")));
        IOException thrown = new IOException("the caller went away");
        assertThatThrownBy(() -> answer(headgate, put(-1, out -> {
                    out.write(1);
                    throw thrown;
                })))
                .isSameAs(thrown);
        assertNobodyIsBlamed(headgate);
    }

    @Test
    void oneThatIsShorterThanItSaysIsItsMakersFailure() throws Exception {
        Headgate headgate = headgate(upstream(peer -> peer.ok("good")));
        assertThatThrownBy(() -> answer(headgate, put(5001, text(5000))))
                .isNotInstanceOf(UpstreamException.class)
                .hasMessageContaining("1 bytes short");
        assertNobodyIsBlamed(headgate);
    }

    @Test
    void anEndpointThatBreaksIsNotItsMakersFailureHoweverThatWrapsIt() throws Exception {
        HttpPost post = new HttpPost("/");
        post.setEntity(new OnlyWritten(-1, out -> {
            try {
                while (true) {
                    out.write(new byte[1000]);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
        String resets = resettingAtOnce(new CountDownLatch(1));
        Headgate headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints(resets))
                .build();
        open.add(0, headgate);
        assertThat(failure(headgate, post).type()).isEqualTo(FailureType.CONNECTION_TERMINATED);
    }

    private static void assertNobodyIsBlamed(Headgate headgate) {
        UpstreamStatus status = headgate.status().get(0);
        assertThat(status.inFlight()).isZero();
        assertThat(status.endpoints().get(0).lastFailure()).isEmpty();
        assertThat(status.endpoints().get(0).inFlight()).isZero();
    }
}
