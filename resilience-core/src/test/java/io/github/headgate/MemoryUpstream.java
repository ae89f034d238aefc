package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.upstream.BreakerPolicy;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** The whole core over connections in memory, each of which says what it was told to. Not thread-safe. */
final class MemoryUpstream {
    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\ngood";
    private static final int STREAMED_FROM = 64;

    private final Deque<MemorySocket> prepared = new ArrayDeque<>();
    private final List<MemorySocket> opened = new ArrayList<>();
    private final Headgate headgate;

    MemoryUpstream() {
        headgate = MemoryCore.of(
                orders -> orders.endpoints("http://127.0.0.1:1")
                        .responseBuffer(STREAMED_FROM)
                        .retry(RetryPolicy.DEFAULT.withMaxAttempts(1))
                        .breaker(neverOpen()),
                this::open);
    }

    private static BreakerPolicy neverOpen() {
        return BreakerPolicy.DEFAULT
                .withFailureRate(100, Duration.ofSeconds(10), Integer.MAX_VALUE)
                .withConsecutiveFailures(0);
    }

    Headgate headgate() {
        return headgate;
    }

    private Socket open() {
        MemorySocket socket = prepared.isEmpty() ? good() : prepared.remove();
        opened.add(socket);
        return socket;
    }

    private static MemorySocket good() {
        return new Answering(GOOD, Integer.MAX_VALUE, MemorySocket.End.FIN);
    }

    /** The connection that is opened next. */
    MemorySocket answering(String wire, int segment, MemorySocket.End end) {
        // what a failed test has left open is no good for the next
        opened.forEach(old -> old.say("stale", 1, MemorySocket.End.FIN));
        opened.clear();
        prepared.clear();
        MemorySocket socket = new Answering(wire, segment, end);
        prepared.add(socket);
        return socket;
    }

    /** Says something as soon as it has the first request, and is well behaved after that. */
    private static final class Answering extends MemorySocket {
        private final String wire;
        private final int segmentSize;
        private final End howItEnds;
        private int requests;

        Answering(String wire, int segment, End end) {
            this.wire = wire;
            this.segmentSize = segment;
            this.howItEnds = end;
        }

        @Override
        void sent() {
            int received = written().split("\r\n\r\n", -1).length - 1;
            if (received > requests) {
                requests = received;
                if (received == 1) {
                    say(wire, segmentSize, howItEnds);
                } else if (howItEnds == End.SILENCE) {
                    assertThat(isDrained()).as("unread when it is used again").isTrue();
                    say(GOOD, segmentSize, howItEnds);
                }
            }
        }
    }

    /** A second call gets its own answer, on whichever connection, and then none is open. */
    void assertTheNextCallerGetsItsOwn(MemorySocket first, MemorySocket.End end) throws IOException {
        try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/next"))) {
            assertThat(EntityUtils.toByteArray(response.getEntity())).asString().isEqualTo("good");
        } catch (UpstreamException e) {
            // it was closed by its peer while it was idle, and nobody can have noticed
            assertThat(end).isNotEqualTo(MemorySocket.End.SILENCE);
            assertThat(e.type()).isEqualTo(FailureType.CONNECTION_TERMINATED);
            assertThat(e.failure().blamesEndpoint()).isFalse();
            assertThat(first.isDrained()).isTrue();
        }
        MemoryCore.assertNothingIsUnderWay(headgate);
        assertThat(opened).allSatisfy(socket -> assertThat(socket.isClosed()).isTrue());
    }
}
