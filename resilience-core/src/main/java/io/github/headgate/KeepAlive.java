package io.github.headgate;

import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.HeaderElement;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.MessageSupport;

/**
 * How long an endpoint says that it keeps an idle connection: {@code Keep-Alive: timeout=5}. Its {@code max} is not looked at:
 * the last response before it says {@code Connection: close}. Pure.
 */
final class KeepAlive {
    private static final long MARGIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private KeepAlive() {}

    /**
     * How long we keep the connection then, in nanoseconds: a second less, so that it is we who close it and not the endpoint
     * while a request is on its way; half of the time if that is more. {@link Long#MAX_VALUE} if the response says nothing.
     */
    static long nanos(HttpResponse response) {
        if (!response.containsHeader(HeaderElements.KEEP_ALIVE)) {
            return Long.MAX_VALUE;
        }
        Iterator<HeaderElement> elements = MessageSupport.iterate(response, HeaderElements.KEEP_ALIVE);
        while (elements.hasNext()) {
            HeaderElement element = elements.next();
            long seconds = element.getName().equalsIgnoreCase("timeout") ? seconds(element.getValue()) : -1;
            if (seconds >= 0) {
                long nanos = TimeUnit.SECONDS.toNanos(seconds);
                return Math.max(nanos - MARGIN_NANOS, nanos / 2);
            }
        }
        return Long.MAX_VALUE;
    }

    /* Negative if it is no number. */
    private static long seconds(String value) {
        if (value == null) {
            return -1;
        }
        try {
            return Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
