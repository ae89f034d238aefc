package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.failure.UpstreamException;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.FallbackPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The last good response in place of a failure, on real sockets. */
@Timeout(30)
class StaleIfErrorTest {
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile String mode = "good";

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Headgate headgate(Duration staleIfError) throws IOException {
        RawUpstream upstream = new RawUpstream(peer -> {
            switch (mode) {
                case "good" ->
                    peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n"
                            + "Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nETag: \"e\"\r\n\r\ngood");
                case "large" ->
                    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n186A0\r\n" + "x".repeat(100_000)
                            + "\r\n0\r\n\r\n");
                case "503" -> peer.send("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy");
                default -> peer.reset();
            }
        });
        open.add(upstream);
        Headgate headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints(upstream.url())
                        .fallback(FallbackPolicy.staleIfError(staleIfError)))
                .listener(new CallListener() {
                    @Override
                    public void staleServed(String name, Duration age) {
                        told.add("stale " + name);
                    }

                    @Override
                    public void callFailed(UpstreamException failure, Duration elapsed) {
                        told.add("failed " + failure.type());
                    }
                })
                .build();
        open.add(headgate);
        return headgate;
    }

    private static String get(Headgate headgate, String path) throws Exception {
        try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet(path))) {
            return response.getCode() + " " + EntityUtils.toString(response.getEntity());
        }
    }

    @Test
    void aFailureIsAnsweredWithTheLastGoodResponse() throws Exception {
        Headgate headgate = headgate(Duration.ofMinutes(1));
        assertThat(get(headgate, "/orders/1")).isEqualTo("200 good");
        mode = "reset";
        try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/orders/1"))) {
            assertThat(response.getCode()).isEqualTo(200);
            assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("good");
            assertThat(response.getHeaders())
                    .extracting(Header::toString)
                    .contains("Content-Type: application/json", "ETag: \"e\"", "Content-Length: 4", "Age: 0")
                    .contains("Cache-Status: headgate; fwd=stale; detail=stale-if-error")
                    .contains("Proxy-Status: headgate; error=connection_terminated; next-hop=orders")
                    .noneMatch(header -> header.startsWith("Connection") || header.startsWith("X-Hop"));
        }
        assertThat(told).containsExactly("failed connection_terminated", "stale orders");
        assertThatThrownBy(() -> get(headgate, "/orders/2")).isInstanceOf(UpstreamException.class);
    }

    @Test
    void soIsAnErrorThatTheUpstreamAnswers() throws Exception {
        Headgate headgate = headgate(Duration.ofMinutes(1));
        assertThat(get(headgate, "/")).isEqualTo("200 good");
        mode = "503";
        try (ClassicHttpResponse response = headgate.execute("orders", new HttpHead("/"))) {
            assertThat(response.getCode()).isEqualTo(200);
            assertThat(response.getEntity()).isNull();
            assertThat(response.getFirstHeader("Proxy-Status").getValue())
                    .isEqualTo("headgate; received-status=503; next-hop=orders");
        }
        assertThat(get(headgate, "/other")).isEqualTo("503 busy");
        assertThat(headgate.status().get(0).inFlight()).isZero();
    }

    @Test
    void andAnUpstreamThatAdmitsNoCall() throws Exception {
        Headgate headgate = headgate(Duration.ofMinutes(1));
        assertThat(get(headgate, "/")).isEqualTo("200 good");
        headgate.admit("orders", Admission.FORCED_OPEN);
        assertThat(get(headgate, "/")).isEqualTo("200 good");
        assertThat(told).containsExactly("failed destination_unavailable", "stale orders");
    }

    @Test
    void whatWasPassedOnBeforeItWasWholeIsNotKept() throws Exception {
        Headgate headgate = headgate(Duration.ofMinutes(1));
        mode = "large";
        assertThat(get(headgate, "/")).hasSize(100_004);
        mode = "reset";
        assertThatThrownBy(() -> get(headgate, "/")).isInstanceOf(UpstreamException.class);
    }

    @Test
    void whatWasChangedIsForgottenHoweverLongTheAnswerIs() throws Exception {
        Headgate headgate = headgate(Duration.ofMinutes(1));
        assertThat(get(headgate, "/")).isEqualTo("200 good");
        mode = "large";
        headgate.execute("orders", new HttpPost("/")).close();
        mode = "reset";
        assertThatThrownBy(() -> get(headgate, "/")).isInstanceOf(UpstreamException.class);
    }

    @Test
    void nothingIsKeptWhereItIsOff() throws Exception {
        Headgate headgate = headgate(Duration.ZERO);
        assertThat(get(headgate, "/")).isEqualTo("200 good");
        mode = "reset";
        assertThatThrownBy(() -> get(headgate, "/")).isInstanceOf(UpstreamException.class);
    }
}
