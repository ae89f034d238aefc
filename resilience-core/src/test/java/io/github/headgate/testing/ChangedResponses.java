package io.github.headgate.testing;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;

/** Responses in which chance has changed up to four things; a fair part of them is right nevertheless. */
public final class ChangedResponses {
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

    private ChangedResponses() {}

    /** All bytes that a peer says, each as one character. */
    public static Arbitrary<String> wires() {
        Arbitrary<Change> change = Combinators.combine(
                        Arbitraries.integers().between(0, 5).withDistribution(RandomDistribution.uniform()),
                        Arbitraries.integers().between(0, 1000).withDistribution(RandomDistribution.uniform()),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.of(PIECES))
                .as(Change::new);
        return Combinators.combine(Arbitraries.of(SEEDS), change.list().ofMaxSize(4))
                .as(ChangedResponses::changed);
    }

    private static String changed(String seed, List<Change> changes) {
        String text = seed;
        for (Change change : changes) {
            text = change.of(text);
        }
        return text.replace("^", "\r\n").replace("~", "\n");
    }
}
