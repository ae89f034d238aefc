package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.CallTracer.AttemptSpan;
import io.github.headgate.CallTracer.CallSpan;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.upstream.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.junit.jupiter.api.Test;

/** What a tracer is told, and that nothing it throws reaches the call. */
class TracingTest {
    @StartStop
    public final MockWebServer server = new MockWebServer();

    private final List<String> told = new ArrayList<>();
    private boolean isBroken;

    private void tell(String what) {
        told.add(what);
        if (isBroken) {
            throw new IllegalStateException(what);
        }
    }

    private final class Recorded implements CallSpan, AttemptSpan {
        private final String name;

        Recorded(String name) {
            this.name = name;
        }

        @Override
        public AttemptSpan attempt(int number, Endpoint endpoint) {
            return new Recorded("attempt " + number);
        }

        @Override
        public Map<String, String> headers() {
            tell(name + " headers");
            return Map.of();
        }

        @Override
        public CallTracer.Scope open() {
            return () -> tell(name + " closed");
        }

        @Override
        public void answered(int status) {
            tell(name + " answered " + status);
        }

        @Override
        public void failed(UpstreamException failure) {
            tell(name + " failed " + failure.type());
        }

        @Override
        public void failed(Failure failure) {
            tell(name + " failed " + failure.type());
        }

        @Override
        public void abandoned() {
            tell(name + " abandoned");
        }

        @Override
        public void released() {
            tell(name + " released");
        }
    }

    private Headgate open(String url) {
        return Headgate.builder()
                .tracer((upstream, method) -> new Recorded("call"))
                .upstream("orders", orders -> orders.endpoints(url))
                .build();
    }

    private void get() throws IOException {
        try (Headgate headgate = open("http://127.0.0.1:" + server.getPort());
                ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
            assertThat(response.getCode()).isEqualTo(200);
        }
    }

    @Test
    void eachEndIsToldOnce() throws IOException {
        server.enqueue(new MockResponse.Builder().body("fine").build());
        get();
        assertThat(told)
                .containsExactly(
                        "attempt 1 headers", "attempt 1 closed", "attempt 1 answered 200", "call answered 200");
    }

    @Test
    void aFailureIsToldOnceAndIsNotAbandoned() {
        try (Headgate headgate = open("http://127.0.0.1:1")) {
            assertThatThrownBy(() -> headgate.execute("orders", new HttpGet("/")))
                    .isInstanceOf(UpstreamException.class);
        }
        assertThat(told).filteredOn(what -> what.startsWith("call")).containsExactly("call failed connection_refused");
    }

    @Test
    void whatItThrowsChangesNothing() throws IOException {
        isBroken = true;
        server.enqueue(new MockResponse.Builder().body("fine").build());
        get();
        assertThat(told).hasSize(4);
    }
}
