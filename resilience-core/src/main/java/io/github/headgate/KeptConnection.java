package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is used again only if nothing is left on it. HttpClient's own reads bytes that nobody asked for as a sign of
 * life, and gives them to the next request as its answer. Its responses are parsed strictly: garbage before a status line is an
 * error, not something to skip. Thread-safe as its superclass is.
 */
final class KeptConnection extends DefaultManagedHttpClientConnection {
    private static final AtomicLong COUNTER = new AtomicLong();

    /* HttpClient's check for a closed connection waits for a millisecond: too much for a busy connection. */
    private static final long CHECK_AFTER_IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Input input;
    private final TimeSource time;
    private volatile long idleSinceNanos;

    private KeptConnection(Http1Config limits, Input input, TimeSource time) {
        super(
                "headgate-" + COUNTER.incrementAndGet(),
                null,
                null,
                limits,
                null,
                null,
                EarlyResponse.INSTANCE,
                null,
                config -> input.noting(new DefaultHttpResponseParserFactory(limits).create()));
        this.input = input;
        this.time = time;
        this.idleSinceNanos = time.nanoTime();
    }

    static KeptConnection create(@Nullable Socket socket, Http1Config limits, TimeSource time) throws IOException {
        KeptConnection connection = new KeptConnection(limits, new Input(), time);
        if (socket != null) {
            connection.bind(socket);
        }
        return connection;
    }

    @Override
    protected InputStream createContentInputStream(long length, SessionInputBuffer buffer, InputStream in) {
        EndNotingInputStream noting = new EndNotingInputStream(in);
        InputStream body = super.createContentInputStream(length, buffer, noting);
        return length == ContentLengthStrategy.CHUNKED ? new ChunkedBody(body, noting) : body;
    }

    @Override
    public void passivate() {
        super.passivate();
        idleSinceNanos = time.nanoTime();
    }

    /** Whether it must not be used again: bytes are left on it, or the endpoint has closed it. Asked at every lease. */
    @Override
    public boolean isStale() throws IOException {
        if (hasLeftOver()) {
            return true;
        }
        boolean isLongIdle = time.nanoTime() - idleSinceNanos > CHECK_AFTER_IDLE_NANOS;
        return isLongIdle && (super.isStale() || hasLeftOver());
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
        private final ResponseHeadRules rules = new ResponseHeadRules();
        private volatile @Nullable SessionInputBuffer buffer;

        /* Whoever reads the end of the connection was still in need of more: HttpClient takes such a head for whole. */
        HttpMessageParser<ClassicHttpResponse> noting(HttpMessageParser<ClassicHttpResponse> parser) {
            return (in, stream) -> {
                buffer = in;
                EndNotingInputStream noting = new EndNotingInputStream(stream);
                ClassicHttpResponse head = null;
                HttpException malformed = null;
                try {
                    head = parser.parse(in, noting);
                } catch (HttpException e) {
                    malformed = e;
                }
                if (noting.hasEnded()) {
                    ConnectionClosedException closed = new ConnectionClosedException("closed in the response head");
                    closed.initCause(malformed);
                    throw closed;
                }
                if (malformed != null || head == null) {
                    throw malformed == null ? new HttpException("no response") : malformed;
                }
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
