package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.Headgate;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.testing.RawRequest;
import io.github.headgate.testing.RawUpstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies pass as they come, in both directions. */
@Timeout(30)
class ProxyStreamingTest {
    private static final int MEGABYTE = 1 << 20;
    private static final int LARGE = 20 * MEGABYTE;

    @Test
    void anEventArrivesBeforeTheNextIsSent() throws IOException {
        CountDownLatch firstWasSeen = new CountDownLatch(1);
        RawUpstream upstream = RawUpstream.once(peer -> {
            peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            peer.send("9\r\ndata: 1\n\n\r\n");
            await(firstWasSeen);
            peer.send("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
        });
        try (ProxyFixture proxy = ProxyFixture.before(upstream);
                RawClient client = new RawClient(proxy.port())) {
            client.send("GET / HTTP/1.1\nHost: h\nConnection: close\n\n", "");

            assertThat(client.readUntil("data: 1")).contains("200");
            firstWasSeen.countDown();
            assertThat(client.readAll().text()).contains("data: 2").endsWith("0\r\n\r\n");
        }
    }

    /* The upstream sends the second half only when the caller has the first: a proxy that collected it would never end. */
    @Test
    void aLargeDownloadIsNotCollected() throws IOException {
        CountDownLatch halfWasSeen = new CountDownLatch(1);
        RawUpstream upstream = RawUpstream.once(peer -> {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
            byte[] piece = new byte[MEGABYTE];
            for (int i = 0; i < LARGE / MEGABYTE; i++) {
                if (i == LARGE / MEGABYTE / 2) {
                    await(halfWasSeen);
                }
                peer.out().write(piece);
            }
        });
        try (ProxyFixture proxy = ProxyFixture.before(upstream);
                RawClient client = new RawClient(proxy.port())) {
            client.send("GET / HTTP/1.1\nHost: h\nConnection: close\n\n", "");
            client.readUntil("\r\n\r\n");

            assertThat(client.in().readNBytes(LARGE / 2)).hasSize(LARGE / 2);
            halfWasSeen.countDown();
            assertThat(client.in().readAllBytes()).hasSize(LARGE / 2);
        }
    }

    @Test
    void aLargeUploadIsNotCollected() throws IOException {
        upload("Content-Length: " + LARGE, "", "");
    }

    @Test
    void aLargeChunkedUploadIsNotCollected() throws IOException {
        upload("Transfer-Encoding: chunked", Integer.toHexString(LARGE / 2) + "\r\n", "\r\n");
    }

    /* The caller sends the second half only when the upstream has read most of the first. */
    private static void upload(String framing, String before, String after) throws IOException {
        AtomicLong received = new AtomicLong();
        CountDownLatch halfWasRead = new CountDownLatch(1);
        RawUpstream upstream = RawUpstream.once(peer -> {
            RawRequest request = peer.request();
            byte[] buffer = new byte[MEGABYTE];
            while (received.get() < LARGE) {
                int count = request.body().read(buffer);
                if (count < 0) {
                    throw new IOException("cut short");
                }
                if (received.addAndGet(count) > LARGE / 2 - MEGABYTE) {
                    halfWasRead.countDown();
                }
            }
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        try (ProxyFixture proxy = ProxyFixture.before(upstream);
                RawClient client = new RawClient(proxy.port())) {
            client.send("PUT / HTTP/1.1\nHost: h\nConnection: close\n" + framing + "\n\n", before);
            client.out().write(new byte[LARGE / 2]);
            client.send("", after);
            await(halfWasRead);
            client.send("", before);
            client.out().write(new byte[LARGE / 2]);
            client.send("", after + (before.isEmpty() ? "" : "0\r\n\r\n"));

            assertThat(client.readAll().status()).isEqualTo(200);
            assertThat(received.get()).isGreaterThanOrEqualTo(LARGE);
        }
    }

    @Test
    void whenTheCallerGoesAwayTheUpstreamIsLetGo() throws Exception {
        CountDownLatch upstreamSawTheEnd = new CountDownLatch(1);
        RawUpstream upstream = RawUpstream.once(peer -> {
            peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
            try {
                byte[] piece = new byte[MEGABYTE];
                while (true) {
                    peer.out().write(piece);
                }
            } catch (IOException e) {
                upstreamSawTheEnd.countDown();
                throw e;
            }
        });
        try (LogCapture log = LogCapture.of("io.github.headgate");
                ProxyFixture proxy = ProxyFixture.before(upstream);
                RawClient client = new RawClient(proxy.port())) {
            client.send("GET / HTTP/1.1\nHost: h\n\n", "");
            client.readUntil("\r\n\r\n");
            client.reset();

            assertThat(upstreamSawTheEnd.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(log.warnings()).isEmpty();
        }
    }

    @Test
    void whenTheCallersBodyBreaksOffNoUpstreamIsToBlame() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean wasWhole = new AtomicBoolean(true);
        RawUpstream upstream = RawUpstream.once(peer -> {
            RawRequest request = peer.request();
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            try {
                request.body().transferTo(received);
            } catch (SocketException e) {
                // a reset is as good an end as any
            }
            wasWhole.set(received.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n0\r\n\r\n"));
            done.countDown();
        });
        try (LogCapture log = LogCapture.of("io.github.headgate.failures");
                ProxyFixture proxy = ProxyFixture.before(upstream);
                RawClient client = new RawClient(proxy.port())) {
            client.send("POST / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n", "20000\r\n" + "x".repeat(0x20000));
            client.send("", "\r\nnonsense\r\n");

            RawResponse response = client.readAll();
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.headers("Connection")).containsExactly("close");
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(wasWhole).isFalse();
            assertThat(log.warnings()).isEmpty();
        }
    }

    /* Form filters do that; the announced length would be answered for by an empty body. */
    @Test
    void aBodyThatAFilterHasReadIsNotSentAsAnEmptyOne() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\nContent-Length: 0", "");
                Headgate headgate = Headgate.builder()
                        .upstream("orders", orders -> orders.endpoints("http://127.0.0.1:" + upstream.port()))
                        .build();
                TestContainer container = new TestContainer()
                        .filter((request, response, chain) -> {
                            request.getParameter("x");
                            chain.doFilter(request, response);
                        })
                        .servlet(
                                "/*",
                                new UpstreamProxyServlet(
                                        headgate, List.of(Route.of("/**", "orders")), AnswerSettings.defaults()))
                        .start()) {
            RawResponse response = RawClient.call(
                    container.port(),
                    "POST / HTTP/1.1\nHost: h\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 3",
                    "x=1");

            assertThat(response.status()).isEqualTo(400);
            assertThat(upstream.requests()).isEmpty();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IOException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
