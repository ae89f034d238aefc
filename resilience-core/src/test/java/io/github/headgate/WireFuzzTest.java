package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.StrictReader.Reading;
import io.github.headgate.StrictReader.Whole;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * Responses with changes made by chance, through the whole core over connections in memory. Each is either just what a strict
 * reader makes of the same bytes, or a failure that has a name; nothing hangs, nothing else is thrown, nothing is left open, and
 * what a response leaves behind is never the next caller's.
 *
 * <p>100,000 of them by default; {@code -Djqwik.tries.default=5000000} makes more, and the same ones first.
 */
class WireFuzzTest {
    private static final List<String> SEEDS = List.of(
            "HTTP/1.1 200 OK^Content-Length: 5^^hello",
            "HTTP/1.1 200 OK^Content-Length: 100^Content-Type: text/plain^^" + "0123456789".repeat(10),
            "HTTP/1.1 200 OK^Transfer-Encoding: chunked^^5^hello^6; x=y^ world^0^^",
            "HTTP/1.1 200 OK^Transfer-Encoding: chunked^^40^" + "x".repeat(64) + "^1f^" + "y".repeat(31) + "^0^A: b^^",
            "HTTP/1.1 200 OK^Transfer-Encoding: chunked^Content-Type: text/event-stream^^5^hello^0^^",
            "HTTP/1.0 200 OK^Content-Type: text/plain^^until the end",
            "HTTP/1.0 200 OK^Content-Length: 2^Connection: keep-alive^^ok",
            "HTTP/1.1 200 OK^Connection: close^^" + "until the end ".repeat(10),
            "HTTP/1.1 204 No Content^Date: today^^",
            "HTTP/1.1 304 Not Modified^ETag: \"x\"^Content-Length: 7^^",
            "HTTP/1.1 100 Continue^^HTTP/1.1 103 Early Hints^Link: </a>^^HTTP/1.1 200 OK^Content-Length: 2^^ok",
            "HTTP/1.1 404 Not Found^X-Folded: a^ b^\tc^Content-Length: 0^^",
            "HTTP/1.1 503 Service Unavailable^Retry-After: 1^Content-Length: 4^^busy",
            "HTTP/1.1 200^Content-Length: 2^^ok",
            "HTTP/1.1 200 OK~Content-Length: 2~~ok");

    private static final List<String> PIECES = List.of(
            "^",
            "~",
            "\r",
            "\0",
            " ",
            "\t",
            ":",
            ";",
            ",",
            "+",
            "-",
            "0",
            "0x",
            "7fffffffffffffff",
            "ffffffffffffffffff",
            "\u007f",
            "\u0085",
            "\u00ff",
            "0^^",
            "^^",
            "~~",
            "HTTP/1.1 200 OK^",
            "HTTP/1.1 101 Switching Protocols^^",
            "HTTP/1.1 103 Early Hints^^",
            "HTTP/1.1 103 Early Hints^^".repeat(25),
            "HTTP/1.1 200 OK^Content-Length: 7^^UNASKED",
            "Content-Length: 5^",
            "Content-Length: 0^",
            "Content-Length : 5^",
            "Content-Length: 99999999999999999999^",
            "Transfer-Encoding: chunked^",
            "Transfer-Encoding: gzip, chunked^",
            "Transfer-Encoding: ,chunked,^",
            "Connection: close^",
            "Connection: keep-alive^",
            "X: y^",
            "X: y^".repeat(300),
            "X: " + "y".repeat(40_000) + "^",
            "X: " + "y".repeat(20_000) + "^ " + "y".repeat(20_000) + "^",
            "1^x^".repeat(50));

    /** One change to a text; where it is made is relative to its length. */
    private record Change(int kind, int permille, int length, String piece) {
        String of(String text) {
            int start = text.length() * permille / 1000;
            int end = Math.min(text.length(), start + length);
            return switch (kind) {
                case 0 -> text.substring(0, start) + text.substring(end);
                case 1 -> text.substring(0, end) + text.substring(start);
                case 2 -> text.substring(0, start);
                case 3 -> text.substring(0, start) + piece + text.substring(end);
                default -> text.substring(0, start) + piece + text.substring(start);
            };
        }
    }

    /** What a peer says, and how it is met. */
    record Said(String method, String wire, int segment, MemorySocket.End end) {
        @Override
        public String toString() {
            String shown = wire.length() > 600 ? wire.substring(0, 600) + "… (" + wire.length() + ")" : wire;
            return method + " " + end + " by " + segment + ": "
                    + shown.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
        }
    }

    private static final Map<FailureType, Integer> FAILED = new EnumMap<>(FailureType.class);
    private static int whole;

    private static final MemoryUpstream UPSTREAM = new MemoryUpstream();

    @Provide
    Arbitrary<Said> responses() {
        Arbitrary<Change> change = Combinators.combine(
                        Arbitraries.integers().between(0, 5).withDistribution(RandomDistribution.uniform()),
                        Arbitraries.integers().between(0, 1000).withDistribution(RandomDistribution.uniform()),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.of(PIECES))
                .as(Change::new);
        Arbitrary<String> wire = Combinators.combine(
                        Arbitraries.of(SEEDS), change.list().ofMaxSize(4))
                .as(WireFuzzTest::changed);
        return Combinators.combine(
                        Arbitraries.of("GET", "GET", "GET", "HEAD"),
                        wire,
                        Arbitraries.of(1, 2, 7, 100_000),
                        Arbitraries.of(MemorySocket.End.class))
                .as(Said::new);
    }

    private static String changed(String seed, List<Change> changes) {
        String text = seed;
        for (Change change : changes) {
            text = change.of(text);
        }
        return text.replace("^", "\r\n").replace("~", "\n");
    }

    @Property(seed = "20261125", edgeCases = EdgeCasesMode.NONE, generation = GenerationMode.RANDOMIZED)
    void everyResponseIsTakenRightOrIsAFailureWithAName(@ForAll("responses") Said said) throws IOException {
        MemorySocket socket = UPSTREAM.answering(said.wire(), said.segment(), said.end());
        Optional<Whole> taken = take(said.method());
        Reading expected = StrictReader.read(said.wire(), said.method(), said.end());
        assertThat(taken.map(Reading.class::cast))
                .as("%s", expected)
                .isEqualTo(Optional.of(expected).filter(Whole.class::isInstance));
        MemoryCore.assertNothingIsUnderWay(UPSTREAM.headgate());
        UPSTREAM.assertTheNextCallerGetsItsOwn(socket, said.end());
    }

    private Optional<Whole> take(String method) throws IOException {
        try (ClassicHttpResponse response =
                UPSTREAM.headgate().execute("orders", new BasicClassicHttpRequest(method, "/"))) {
            String body = response.getEntity() == null
                    ? ""
                    : new String(
                            EntityUtils.toByteArray(response.getEntity()),
                            java.nio.charset.StandardCharsets.ISO_8859_1);
            List<String> fields = Arrays.stream(response.getHeaders())
                    .map(header -> header.getName() + ": " + header.getValue())
                    .toList();
            whole++;
            return Optional.of(new Whole(response.getCode(), fields, body));
        } catch (UpstreamException e) {
            FAILED.merge(e.type(), 1, Integer::sum);
            return Optional.empty();
        }
    }

    /* A fuzzer that only ever meets one kind of end proves nothing. */
    @AfterContainer
    static void manyWereTakenAndManyFailedInManyWays() {
        List<FailureType> seen = new ArrayList<>(FAILED.keySet());
        assertThat(whole).as("whole responses; failed: %s", FAILED).isGreaterThan(100);
        assertThat(seen)
                .contains(
                        FailureType.CONNECTION_TERMINATED,
                        FailureType.CONNECTION_READ_TIMEOUT,
                        FailureType.HTTP_PROTOCOL_ERROR,
                        FailureType.HTTP_RESPONSE_HEADER_SECTION_SIZE,
                        FailureType.HTTP_RESPONSE_HEADER_SIZE,
                        FailureType.HTTP_RESPONSE_INCOMPLETE,
                        FailureType.HTTP_RESPONSE_TIMEOUT,
                        FailureType.HTTP_RESPONSE_TRAILER_SECTION_SIZE,
                        FailureType.HTTP_RESPONSE_TRAILER_SIZE,
                        FailureType.HTTP_RESPONSE_TRANSFER_CODING);
    }
}
