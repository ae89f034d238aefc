package io.github.headgate.servlet;

import io.github.headgate.answer.AnswerSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A proxy in a real container before one upstream, {@code orders}. */
final class ProxyFixture implements AutoCloseable {
    private final RawUpstream upstream;
    private final DirectCaller caller;
    private final TestContainer container;

    ProxyFixture(RawUpstream upstream, String contextPath, Route... routes) {
        this.upstream = upstream;
        this.caller = new DirectCaller(Map.of("orders", upstream.port()));
        this.container = new TestContainer(contextPath)
                .servlet("/*", new UpstreamProxyServlet(caller, List.of(routes), AnswerSettings.defaults()))
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
    public void close() throws IOException {
        container.close();
        caller.close();
        upstream.close();
    }
}
