package io.github.headgate.answer;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A complete answer to the caller. Immutable.
 *
 * @param status the HTTP status
 * @param headers in the order in which they are to be sent, without {@code Content-Type} and {@code Content-Length}
 * @param contentType the value of {@code Content-Type}
 * @param text the body; what answers HEAD leaves it out, but still sends its length (RFC 9110 §9.3.2)
 */
public record Answer(int status, List<Header> headers, String contentType, String text) {
    /** A copy of the list is kept. */
    public Answer {
        headers = List.copyOf(headers);
    }

    /** The body as it is sent, in UTF-8. */
    public byte[] body() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
