package io.github.headgate;

import static io.github.headgate.failure.FailureType.HTTP_RESPONSE_TRANSFER_CODING;

import io.github.headgate.failure.FailureType;
import java.io.IOException;

/**
 * The lines of one chunked body (RFC 9112 §7.1): a size before each chunk, nothing after it, and trailers behind the last one.
 * A size is hexadecimal digits and nothing else, where HttpClient would also take {@code +5} and {@code -0}, and a line ends
 * with CRLF. Used by one thread.
 */
final class ChunkLines implements WireLines {
    private static final int MAX_LINE_BYTES = 4096;
    private static final int MAX_DIGITS = 15;

    private enum Next {
        SIZE,
        END_OF_CHUNK,
        TRAILER
    }

    private final FieldLines trailers =
            new FieldLines(FailureType.HTTP_RESPONSE_TRAILER_SIZE, FailureType.HTTP_RESPONSE_TRAILER_SECTION_SIZE);
    private Next next = Next.SIZE;

    @Override
    public int maxBytes() {
        return next == Next.TRAILER ? trailers.maxBytes() : MAX_LINE_BYTES;
    }

    @Override
    public IOException tooLong() {
        return next == Next.TRAILER ? trailers.tooLong() : malformed("a line that does not end");
    }

    @Override
    public IOException malformed(String what) {
        return new UnusableResponseException(HTTP_RESPONSE_TRANSFER_CODING, what + " in the chunked body");
    }

    @Override
    public void accept(CharSequence line, boolean isBare) throws IOException {
        if (isBare) {
            throw malformed("LF without CR");
        }
        switch (next) {
            case SIZE -> next = isLast(line) ? Next.TRAILER : Next.END_OF_CHUNK;
            case END_OF_CHUNK -> endOfChunk(line);
            case TRAILER -> trailers.accept(line, isBare);
        }
    }

    private void endOfChunk(CharSequence line) throws IOException {
        if (!line.isEmpty()) {
            throw malformed("a chunk that is longer than its size");
        }
        next = Next.SIZE;
    }

    /* Some write spaces behind the size; an extension is nothing to us (RFC 9112 §7.1.1). */
    private boolean isLast(CharSequence line) throws IOException {
        int digits = 0;
        boolean isZero = true;
        while (digits < line.length() && Character.digit(line.charAt(digits), 16) >= 0 && line.charAt(digits) < 0x80) {
            isZero &= line.charAt(digits) == '0';
            digits++;
        }
        int end = digits;
        while (end < line.length() && (line.charAt(end) == ' ' || line.charAt(end) == '\t')) {
            end++;
        }
        if (digits == 0 || digits > MAX_DIGITS || (end < line.length() && line.charAt(end) != ';')) {
            throw malformed("a chunk size that is none");
        }
        return isZero;
    }
}
