package io.github.headgate;

import static io.github.headgate.failure.FailureType.HTTP_PROTOCOL_ERROR;
import static io.github.headgate.failure.FailureType.HTTP_RESPONSE_HEADER_SECTION_SIZE;
import static io.github.headgate.failure.FailureType.HTTP_RESPONSE_HEADER_SIZE;
import static io.github.headgate.failure.FailureType.HTTP_RESPONSE_TRANSFER_CODING;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.FormattedHeader;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpVersion;

/**
 * What a response head must be like beyond what HttpClient asks: whatever two readers could understand differently is
 * refused, so that it is not passed on to become somebody's smuggled response (RFC 9112 §6.3, §11.1). Used by one thread.
 */
final class ResponseHeadRules {
    private static final int MAX_INFORMATIONAL = 20;
    private static final int MAX_FIELD_BYTES = 32 << 10;

    /** The most bytes of a header section; a single line that is longer is HttpClient's to refuse. */
    static final int MAX_SECTION_BYTES = 256 << 10;

    /* Colon, space, CR and LF. */
    private static final int SEPARATORS = 4;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private int informational;

    /**
     * Checks a head.
     *
     * @throws UnusableResponseException if it breaks a rule
     */
    void check(ClassicHttpResponse head) throws UnusableResponseException {
        status(head.getCode());
        int bytes = 0;
        for (Header header : head.getHeaders()) {
            String value = header.getValue() == null ? "" : header.getValue();
            field(header, value);
            bytes += size(header, value);
        }
        if (bytes > MAX_SECTION_BYTES) {
            throw new UnusableResponseException(
                    HTTP_RESPONSE_HEADER_SECTION_SIZE, "header section of " + bytes + " bytes");
        }
        framing(head);
    }

    private static int size(Header header, String value) throws UnusableResponseException {
        int size = header.getName().length() + value.length() + SEPARATORS;
        if (size > MAX_FIELD_BYTES) {
            throw new UnusableResponseException(HTTP_RESPONSE_HEADER_SIZE, "a header of " + size + " bytes");
        }
        return size;
    }

    private void status(int code) throws UnusableResponseException {
        if (code < 100 || code > 599) {
            throw new UnusableResponseException(HTTP_PROTOCOL_ERROR, "status code " + code);
        }
        if (code == SWITCHING_PROTOCOLS) {
            throw new UnusableResponseException(HTTP_PROTOCOL_ERROR, "switches protocols, which nobody asked for");
        }
        informational = code < 200 ? informational + 1 : 0;
        if (informational > MAX_INFORMATIONAL) {
            throw new UnusableResponseException(
                    HTTP_PROTOCOL_ERROR, "more than " + MAX_INFORMATIONAL + " interim responses");
        }
    }

    /* A header's own getValue() shows NUL and CR as spaces: the line that was read shows them. */
    private static void field(Header header, String value) throws UnusableResponseException {
        String name = header.getName();
        CharSequence written = header instanceof FormattedHeader raw ? raw.getBuffer() : value;
        boolean isToken = !name.isEmpty() && name.chars().allMatch(ResponseHeadRules::isTokenChar);
        if (!isToken || written.chars().anyMatch(ResponseHeadRules::isControl)) {
            throw new UnusableResponseException(HTTP_PROTOCOL_ERROR, "a header with a character that it must not have");
        }
    }

    /* RFC 9110 §5.6.2. */
    private static boolean isTokenChar(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    /* RFC 9110 §5.5: NUL, CR and LF are dangerous, and no other control character but the tab is allowed. */
    private static boolean isControl(int c) {
        return (c < ' ' && c != '\t') || c == 0x7f;
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
        for (Header length : lengths) {
            String value = length.getValue();
            boolean isNumber =
                    value != null && !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!isNumber || !value.equals(lengths[0].getValue())) {
                throw new UnusableResponseException(HTTP_PROTOCOL_ERROR, "a Content-Length that is none, or two");
            }
        }
    }
}
