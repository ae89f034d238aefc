package io.github.headgate;

import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureClassifier;
import io.github.headgate.failure.FailureType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/**
 * The body as the application reads it. Its end, whichever it is, is told to the listener exactly once; a body that breaks
 * throws, and never just ends. Used by one thread.
 */
final class ResponseBody extends InputStream {
    private final ResponseBuffer body;
    private final Attempt attempt;
    private final Exchange.BodyListener listener;
    private final Runnable discard;
    private boolean hasEnded;

    ResponseBody(ResponseBuffer body, Attempt attempt, Exchange.BodyListener listener, Runnable discard) {
        this.body = body;
        this.attempt = attempt;
        this.listener = listener;
        this.discard = discard;
        this.hasEnded = body.isComplete();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            int count = body.read(into, offset, length);
            if (count < 0 && !hasEnded) {
                hasEnded = true;
                listener.completed();
            }
            return count;
        } catch (IOException e) {
            throw hasEnded ? e : broke(e);
        }
    }

    private IOException broke(IOException e) {
        hasEnded = true;
        discard.run();
        InterruptedIOException own = attempt.endedByCaller(e);
        if (own != null) {
            listener.left();
            return own;
        }
        Failure failure = FailureClassifier.classify(e, ExchangePhase.READING_BODY)
                .orElseGet(() -> Failure.of(FailureType.HTTP_RESPONSE_INCOMPLETE, ExchangePhase.READING_BODY, e));
        return listener.broke(failure);
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }

    @Override
    public void close() {
        if (!hasEnded) {
            hasEnded = true;
            discard.run();
            listener.left();
        }
    }
}
