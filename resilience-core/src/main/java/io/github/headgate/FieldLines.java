package io.github.headgate;

import static io.github.headgate.failure.FailureType.HTTP_PROTOCOL_ERROR;

import io.github.headgate.failure.FailureType;
import java.io.IOException;

/**
 * The lines of a section of fields, headers or trailers, up to the empty line: what they are called, how many, how long each and
 * together. A folded field (RFC 9112 §5.2) counts as one. Used by one thread.
 */
final class FieldLines implements WireLines {
    private static final int MAX_FIELDS = 200;
    private static final int MAX_FIELD_BYTES = 32 << 10;
    private static final int MAX_SECTION_BYTES = 256 << 10;
    private static final int LINE_END = 2;
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final FailureType tooLarge;
    private final FailureType tooLargeTogether;
    private int fields;
    private int fieldBytes;
    private int sectionBytes;

    /**
     * @param tooLarge what it is called if one field is
     * @param tooLargeTogether what it is called if all of them are
     */
    FieldLines(FailureType tooLarge, FailureType tooLargeTogether) {
        this.tooLarge = tooLarge;
        this.tooLargeTogether = tooLargeTogether;
    }

    /** Another section follows. */
    void begin() {
        fields = 0;
        fieldBytes = 0;
        sectionBytes = 0;
    }

    @Override
    public int maxBytes() {
        return MAX_FIELD_BYTES;
    }

    @Override
    public IOException tooLong() {
        return new UnusableResponseException(tooLarge, "a field of more than " + MAX_FIELD_BYTES + " bytes");
    }

    @Override
    public IOException malformed(String what) {
        return new UnusableResponseException(HTTP_PROTOCOL_ERROR, what + " in a section of fields");
    }

    @Override
    public void accept(CharSequence line, boolean isBare) throws IOException {
        if (line.isEmpty()) {
            return;
        }
        boolean isFolded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
        if (isFolded && fields == 0) {
            throw malformed("space before the first name");
        }
        if (!isFolded) {
            checkName(line);
            fields++;
            fieldBytes = 0;
        }
        fieldBytes += line.length() + LINE_END;
        sectionBytes += line.length() + LINE_END;
        if (fieldBytes > MAX_FIELD_BYTES) {
            throw tooLong();
        }
        if (fields > MAX_FIELDS || sectionBytes > MAX_SECTION_BYTES) {
            throw new UnusableResponseException(
                    tooLargeTogether, fields + " fields of " + sectionBytes + " bytes together");
        }
    }

    /* A token and at once the colon (RFC 9112 §5.1): space between them is how two readers come to differ. */
    private void checkName(CharSequence line) throws IOException {
        int end = 0;
        while (end < line.length() && isTokenChar(line.charAt(end))) {
            end++;
        }
        if (end == 0 || end == line.length() || line.charAt(end) != ':') {
            throw malformed("a name that is none");
        }
    }

    /* RFC 9110 §5.6.2. */
    private static boolean isTokenChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }
}
