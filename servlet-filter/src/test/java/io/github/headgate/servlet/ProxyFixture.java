package io.github.headgate.servlet;

import io.github.headgate.Headgate;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.testing.RawUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** A proxy in a real container before one upstream, {@code orders}, and before {@code nowhere}, where nobody listens. */
final class ProxyFixture implements AutoCloseable {
    private static final int NOBODY_LISTENS_HERE = 1;

    private final RawUpstream upstream;
    private final Headgate headgate;
    private final TestContainer container;

    ProxyFixture(RawUpstream upstream, String contextPath, Route... routes) {
        this.upstream = upstream;
        this.headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints("http://127.0.0.1:" + upstream.port())
                        .hosts("orders.example")
                        .attemptTimeout(Duration.ofSeconds(20))
                        .deadline(Duration.ofSeconds(25)))
                .upstream("nowhere", nowhere -> nowhere.endpoints("http://127.0.0.1:" + NOBODY_LISTENS_HERE))
                .build();
        this.container = new TestContainer(contextPath)
                .servlet("/*", new UpstreamProxyServlet(headgate, List.of(routes), AnswerSettings.defaults()))
                .start();
    }

    /** Everything goes to the upstream as it is. */
    static ProxyFixture before(RawUpstream upstream) {
        return new ProxyFixture(upstream, "", Route.of("/**", "orders"));
    }

    int port() {
        return container.port();
    }

    RawUpstream upstream() {
        return upstream;
    }

    @Override
    public void close() {
        container.close();
        headgate.close();
        try {
            upstream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
