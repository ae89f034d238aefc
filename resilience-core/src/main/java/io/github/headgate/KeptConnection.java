package io.github.headgate;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is used again only if nothing has come on it meanwhile, neither bytes nor its end, and its {@link Lifetime}
 * is not over. HttpClient's own reads bytes that nobody asked for as a sign of life, and gives them to the next request as its
 * answer. Responses are parsed strictly: what may have what length, which line ends how, is {@link WireLines}, and not
 * HttpClient's limits. Thread-safe as its superclass is.
 */
final class KeptConnection extends DefaultManagedHttpClientConnection {
    private static final AtomicLong COUNTER = new AtomicLong();
    private static final Timeout ONE_MILLISECOND = Timeout.ofMilliseconds(1);

    private static final Http1Config NO_LIMITS =
            Http1Config.custom().setMaxHeaderCount(-1).setMaxLineLength(-1).build();

    private final ResponseInput input;
    private final Lifetime lifetime;

    private KeptConnection(ResponseInput input, Lifetime lifetime) {
        super(
                "headgate-" + COUNTER.incrementAndGet(),
                null,
                null,
                NO_LIMITS,
                null,
                null,
                EarlyResponse.INSTANCE,
                null,
                config -> input.checked(new DefaultHttpResponseParser(NO_LIMITS)));
        this.input = input;
        this.lifetime = lifetime;
    }

    static KeptConnection create(@Nullable Socket socket, Lifetime lifetime) throws IOException {
        KeptConnection connection = new KeptConnection(new ResponseInput(), lifetime);
        if (socket != null) {
            connection.bind(socket);
        }
        return connection;
    }

    Lifetime lifetime() {
        return lifetime;
    }

    @Override
    protected InputStream createContentInputStream(long length, SessionInputBuffer buffer, InputStream in) {
        boolean isChunked = length == ContentLengthStrategy.CHUNKED;
        InputStream body = super.createContentInputStream(
                length, isChunked ? new StrictInput(buffer, new ChunkLines()) : buffer, in);
        return UncutInputStream.of(body, length, getSocketHolder());
    }

    @Override
    public void passivate() {
        super.passivate();
        lifetime.idle();
    }

    /** Whether it must not be used again. Asked at every lease. */
    @Override
    public boolean isStale() throws IOException {
        return lifetime.isOver() || hasInput();
    }

    /** Whether its end has come. Does not wait for anything, nor look behind bytes that have come. */
    boolean hasEnded() throws IOException {
        SocketHolder holder = getSocketHolder();
        return holder == null
                || (holder.getBaseSocket() instanceof ChannelSocket base
                        && base.getInputStream().available() == 0
                        && !base.isQuiet());
    }

    /* Bytes, or the end of the connection. A socket without a channel, as tests have, does not tell the end. */
    private boolean hasInput() throws IOException {
        SocketHolder holder = getSocketHolder();
        if (holder == null
                || input.hasBufferedData()
                || holder.getSocket().getInputStream().available() > 0
                || hasAnswerBeforeRequest()) {
            return true;
        }
        return holder.getBaseSocket() instanceof ChannelSocket base
                ? !base.isQuiet()
                : holder.getBaseSocket().getInputStream().available() > 0;
    }

    /* What comes under TLS on a connection that was opened in advance are tickets, as a rule; this reads them. */
    private boolean hasAnswerBeforeRequest() throws IOException {
        return getEndpointDetails().getRequestCount() == 0 && hasAnswerUnderTls();
    }

    /* A TLS socket does not count records that it has not opened, and not all of them are answers: tickets come so as well. */
    boolean hasAnswerUnderTls() throws IOException {
        SocketHolder holder = getSocketHolder();
        return holder != null
                && holder.getSocket() != holder.getBaseSocket()
                && holder.getBaseSocket().getInputStream().available() > 0
                && isDataAvailable(ONE_MILLISECOND);
    }
}
