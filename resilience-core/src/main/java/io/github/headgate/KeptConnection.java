package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is used again only if nothing is left on it. HttpClient's own reads bytes that nobody asked for as a sign of
 * life, and gives them to the next request as its answer. Responses are parsed strictly: what may have what length, which line
 * ends how, is {@link WireLines}, and not HttpClient's limits. Thread-safe as its superclass is.
 */
final class KeptConnection extends DefaultManagedHttpClientConnection {
    private static final AtomicLong COUNTER = new AtomicLong();

    /* HttpClient's check for a closed connection waits for a millisecond: too much for a busy connection. */
    private static final long CHECK_AFTER_IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Timeout ONE_MILLISECOND = Timeout.ofMilliseconds(1);

    private static final Http1Config NO_LIMITS =
            Http1Config.custom().setMaxHeaderCount(-1).setMaxLineLength(-1).build();

    private final Input input;
    private final Renewals renewals;
    private final TimeSource time;
    private volatile long idleSinceNanos;

    private KeptConnection(Input input, Renewals renewals, TimeSource time) {
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
        this.renewals = renewals;
        this.time = time;
        this.idleSinceNanos = time.nanoTime();
    }

    static KeptConnection create(@Nullable Socket socket, Renewals renewals, TimeSource time) throws IOException {
        KeptConnection connection = new KeptConnection(new Input(), renewals, time);
        if (socket != null) {
            connection.bind(socket);
        }
        return connection;
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
        idleSinceNanos = time.nanoTime();
    }

    /** Whether it must not be used again: bytes are left on it, or the endpoint has closed it. Asked at every lease. */
    @Override
    public boolean isStale() throws IOException {
        if (hasLeftOver() || isOutdated()) {
            return true;
        }
        boolean isLongIdle = time.nanoTime() - idleSinceNanos > CHECK_AFTER_IDLE_NANOS;
        return isLongIdle && (super.isStale() || hasLeftOver());
    }

    /* A TLS socket does not count records that it has not opened, and not all of them are answers: tickets come so as well. */
    boolean hasAnswerUnderTls() throws IOException {
        SocketHolder holder = getSocketHolder();
        return holder != null
                && holder.getSocket() != holder.getBaseSocket()
                && holder.getBaseSocket().getInputStream().available() > 0
                && isDataAvailable(ONE_MILLISECOND);
    }

    private boolean isOutdated() {
        return renewals.hasAny() && renewals.isOutdated(getRemoteAddress(), idleSinceNanos);
    }

    /* Under TLS the base socket sees records that the TLS socket has not opened yet: close_notify is one of them. */
    private boolean hasLeftOver() throws IOException {
        SocketHolder holder = getSocketHolder();
        return holder == null
                || input.hasBufferedData()
                || holder.getSocket().getInputStream().available() > 0
                || holder.getBaseSocket().getInputStream().available() > 0;
    }

    /** The buffer that responses are read from, which HttpClient keeps to itself but shows to its parser. */
    private static final class Input {
        private final HeadLines lines = new HeadLines();
        private final ResponseHeadRules rules = new ResponseHeadRules();
        private volatile @Nullable SessionInputBuffer buffer;

        HttpMessageParser<ClassicHttpResponse> checked(HttpMessageParser<ClassicHttpResponse> parser) {
            return (in, stream) -> {
                buffer = in;
                lines.begin();
                ClassicHttpResponse head = parser.parse(new StrictInput(in, lines), stream);
                rules.check(head);
                return head;
            };
        }

        boolean hasBufferedData() {
            SessionInputBuffer in = buffer;
            return in != null && in.length() > 0;
        }
    }
}
