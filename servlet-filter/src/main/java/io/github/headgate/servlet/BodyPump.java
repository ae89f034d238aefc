package io.github.headgate.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Hands a body on as it comes. */
final class BodyPump {
    private static final int BUFFER_BYTES = 16 * 1024;

    private BodyPump() {}

    /**
     * Copies to the end. What has arrived is flushed before more is waited for, so that an event reaches the caller when
     * the upstream sends it and not when a buffer is full.
     *
     * @throws CallerGoneException if writing failed
     * @throws IOException if reading failed
     */
    static void copy(InputStream upstream, OutputStream caller) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = upstream.read(buffer); count >= 0; count = upstream.read(buffer)) {
            boolean moreIsHere = upstream.available() > 0;
            try {
                caller.write(buffer, 0, count);
                if (!moreIsHere) {
                    caller.flush();
                }
            } catch (IOException e) {
                throw new CallerGoneException(e);
            }
        }
    }
}
