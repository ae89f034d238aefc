package io.github.headgate;

import static io.github.headgate.failure.FailureType.HTTP_PROTOCOL_ERROR;
import static io.github.headgate.failure.FailureType.HTTP_RESPONSE_TRANSFER_CODING;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpVersion;

/**
 * What a response head must mean, beyond what its {@link HeadLines} must be like: whatever two readers could understand
 * differently is refused, so that it is not passed on to become somebody's smuggled response (RFC 9112 §6.3, §11.1). Used by
 * one thread.
 */
final class ResponseHeadRules {
    private static final int MAX_INFORMATIONAL = 20;
    private static final int SWITCHING_PROTOCOLS = 101;

    private int informational;

    /**
     * Checks a head.
     *
     * @throws UnusableResponseException if it breaks a rule
     */
    void check(ClassicHttpResponse head) throws UnusableResponseException {
        status(head.getCode());
        framing(head);
    }

    private void status(int code) throws UnusableResponseException {
        if (code == SWITCHING_PROTOCOLS) {
            throw new UnusableResponseException(HTTP_PROTOCOL_ERROR, "switches protocols, which nobody asked for");
        }
        informational = code < 200 ? informational + 1 : 0;
        if (informational > MAX_INFORMATIONAL) {
            throw new UnusableResponseException(
                    HTTP_PROTOCOL_ERROR, "more than " + MAX_INFORMATIONAL + " interim responses");
        }
    }

    private static void framing(ClassicHttpResponse head) throws UnusableResponseException {
        contentLength(head);
        if (!head.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
            return;
        }
        if (head.containsHeader(HttpHeaders.CONTENT_LENGTH)) {
            throw new UnusableResponseException(
                    HTTP_RESPONSE_TRANSFER_CODING, "both Transfer-Encoding and Content-Length");
        }
        if (head.getVersion() != null && head.getVersion().lessEquals(HttpVersion.HTTP_1_0)) {
            throw new UnusableResponseException(HTTP_RESPONSE_TRANSFER_CODING, "Transfer-Encoding in HTTP/1.0");
        }
    }

    /* HttpClient looks at the length of a body only where there is one: a response to HEAD passes with any. */
    private static void contentLength(ClassicHttpResponse head) throws UnusableResponseException {
        Header[] lengths = head.getHeaders(HttpHeaders.CONTENT_LENGTH);
        String value = lengths.length == 0 ? "0" : lengths[0].getValue();
        boolean isNumber = value != null && !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber || lengths.length > 1) {
            throw new UnusableResponseException(HTTP_PROTOCOL_ERROR, "a Content-Length that is none, or two");
        }
    }
}
