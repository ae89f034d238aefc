package io.github.headgate;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The beginning of a body that was read ahead, and the rest that was not. Used by one thread. */
final class ResponseBuffer {
    private static final int FIRST_SIZE = 4096;
    private static final byte[] NOTHING = new byte[0];

    private final InputStream content;
    private final long declaredLength;
    private byte[] ahead = NOTHING;
    private int filled;
    private int taken;
    private boolean isComplete;

    /**
     * @param content the body
     * @param declaredLength its Content-Length; negative if unknown
     */
    ResponseBuffer(InputStream content, long declaredLength) {
        this.content = content;
        this.declaredLength = declaredLength;
    }

    /**
     * Reads ahead until the body is complete, or there is more than {@code most} of it, or time is up.
     *
     * @throws IOException if the body breaks
     */
    void fill(int most, BooleanSupplier isTimeUp) throws IOException {
        while (filled <= most && !isTimeUp.getAsBoolean()) {
            if (filled == ahead.length) {
                ahead = Arrays.copyOf(ahead, nextSize(most));
            }
            int read = content.read(ahead, filled, ahead.length - filled);
            if (read < 0) {
                content.close();
                isComplete = true;
                return;
            }
            filled += read;
        }
    }

    /* One byte more than needed, so that the end of the body is seen without another copy. */
    private int nextSize(int most) {
        if (declaredLength >= 0) {
            return (int) Math.min(declaredLength, most) + 1;
        }
        return Math.min(most + 1, Math.max(FIRST_SIZE, ahead.length * 2));
    }

    /** Whether the body was read to its end. */
    boolean isComplete() {
        return isComplete;
    }

    /** A copy of the whole body; null if it is not all there, or not any more. */
    byte @Nullable [] whole() {
        return isComplete && taken == 0 ? Arrays.copyOf(ahead, filled) : null;
    }

    /** The length of the body in bytes; negative if it is not known. */
    long length() {
        return isComplete ? filled : declaredLength;
    }

    int read(byte[] into, int offset, int length) throws IOException {
        if (taken < filled) {
            int count = Math.min(length, filled - taken);
            System.arraycopy(ahead, taken, into, offset, count);
            taken += count;
            return count;
        }
        ahead = NOTHING;
        filled = taken = 0;
        return isComplete ? -1 : content.read(into, offset, length);
    }

    int available() throws IOException {
        return taken < filled ? filled - taken : isComplete ? 0 : content.available();
    }
}
