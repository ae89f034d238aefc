package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.testing.ChangedResponses;
import io.github.headgate.testing.StrictReader;
import io.github.headgate.testing.StrictReader.Reading;
import io.github.headgate.testing.StrictReader.Whole;
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
        return Combinators.combine(
                        Arbitraries.of("GET", "GET", "GET", "HEAD"),
                        ChangedResponses.wires(),
                        Arbitraries.of(1, 2, 7, 100_000),
                        Arbitraries.of(MemorySocket.End.class))
                .as(Said::new);
    }

    @Property(seed = "20261125", edgeCases = EdgeCasesMode.NONE, generation = GenerationMode.RANDOMIZED)
    void everyResponseIsTakenRightOrIsAFailureWithAName(@ForAll("responses") Said said) throws IOException {
        MemorySocket socket = UPSTREAM.answering(said.wire(), said.segment(), said.end());
        Optional<Whole> taken = take(said.method());
        Reading expected = StrictReader.read(said.wire(), said.method(), said.end() == MemorySocket.End.FIN);
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
        UPSTREAM.headgate().close();
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
