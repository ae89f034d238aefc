package io.github.headgate;

import static io.github.headgate.failure.FailureType.HTTP_PROTOCOL_ERROR;

import io.github.headgate.failure.FailureType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one response head: a status line (RFC 9112 §4), then fields up to an empty line. All of them may end with LF
 * alone, as RFC 9112 §2.2 allows, but not some: a gateway that lets LF pass in a field, and a reader that takes it for a line's
 * end, are how a response is split. Used by one thread.
 */
final class HeadLines implements WireLines {
    private static final String VERSION = "HTTP/1.";
    private static final int CODE_AT = "HTTP/1.1 ".length();
    private static final int SHOWN = 40;

    private final FieldLines fields =
            new FieldLines(FailureType.HTTP_RESPONSE_HEADER_SIZE, FailureType.HTTP_RESPONSE_HEADER_SECTION_SIZE);
    private boolean hasStatusLine;
    private @Nullable Boolean endsBare;

    /** Another head follows on the same connection. */
    void begin() {
        hasStatusLine = false;
        endsBare = null;
        fields.begin();
    }

    @Override
    public int maxBytes() {
        return fields.maxBytes();
    }

    @Override
    public IOException tooLong() {
        return hasStatusLine
                ? fields.tooLong()
                : new UnusableResponseException(HTTP_PROTOCOL_ERROR, "a status line that does not end");
    }

    @Override
    public IOException malformed(String what) {
        return new UnusableResponseException(HTTP_PROTOCOL_ERROR, what + " in the response head");
    }

    @Override
    public void accept(CharSequence line, boolean isBare) throws IOException {
        if (endsBare != null && endsBare != isBare) {
            throw malformed("some lines that end with LF alone");
        }
        endsBare = isBare;
        if (hasStatusLine) {
            fields.accept(line, isBare);
        } else if (isStatusLine(line)) {
            hasStatusLine = true;
        } else {
            String shown = line.length() > SHOWN ? line.subSequence(0, SHOWN) + "…" : line.toString();
            throw new UnusableResponseException(
                    HTTP_PROTOCOL_ERROR, "not a status line of HTTP/1.x: \"" + shown + "\"");
        }
    }

    /* "HTTP/1.1 200 OK"; the space before a missing reason is left out by many. */
    private static boolean isStatusLine(CharSequence line) {
        int codeEnd = CODE_AT + 3;
        return line.length() >= codeEnd
                && VERSION.contentEquals(line.subSequence(0, VERSION.length()))
                && isDigit(line.charAt(VERSION.length()))
                && line.charAt(CODE_AT - 1) == ' '
                && line.charAt(CODE_AT) >= '1'
                && line.charAt(CODE_AT) <= '5'
                && isDigit(line.charAt(CODE_AT + 1))
                && isDigit(line.charAt(CODE_AT + 2))
                && (line.length() == codeEnd || line.charAt(codeEnd) == ' ');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
