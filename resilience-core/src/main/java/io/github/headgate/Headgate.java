package io.github.headgate;

import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.TimeSource;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.settings.Problem;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamBuilder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;

/**
 * The front door: calls to upstreams, with a breaker per endpoint, a deadline that holds, safe retries under a budget, and
 * failover. There are three ways in, and they share one loop: {@link #execute}, the drop-in {@link #httpClient}, and
 * {@link #call} for anything that blocks and is not HTTP.
 *
 * <pre>{@code
 * try (Headgate headgate = Headgate.builder()
 *         .upstream("orders", orders -> orders.endpoints("http://10.0.0.11:8080", "http://10.0.0.12:8080"))
 *         .build()) {
 *     try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/orders/1"))) {
 *         System.out.println(EntityUtils.toString(response.getEntity()));
 *     } catch (UpstreamException e) {
 *         System.out.println(e.type() + ": " + e.type().advice());
 *     }
 * }
 * }</pre>
 *
 * <p>This class is thread-safe.
 */
public final class Headgate implements AutoCloseable {
    private final Upstreams upstreams;
    private final Calls calls;
    private final BundleContexts bundles;
    private final Engine engine;
    private final Listeners listeners;
    private final TimeSource time;

    Headgate(
            Map<String, UpstreamState> upstreams,
            Assembler assembler,
            Engine engine,
            Listeners listeners,
            Tracing tracing,
            TimeSource time) {
        this.upstreams = new Upstreams(upstreams, assembler);
        this.calls = new Calls(engine, listeners, tracing, time);
        this.bundles = assembler.bundles();
        this.engine = engine;
        this.listeners = listeners;
        this.time = time;
        upstreams.forEach((name, state) -> state.pool().listener(listeners.ofEndpoints(name)));
        bundles.listener(this.upstreams::renew);
    }

    /** A builder without upstreams. */
    public static HeadgateBuilder builder() {
        return new HeadgateBuilder();
    }

    /**
     * A Headgate as these settings say, by the keys of the documentation: {@code upstreams.orders.endpoints},
     * {@code upstreams.orders.deadline} and so on; a prefix {@code headgate.} is allowed.
     *
     * @throws io.github.headgate.settings.InvalidSettingsException if anything is wrong; its message names every wrong key
     */
    public static Headgate of(Map<String, String> settings) {
        return HeadgateSettings.open(settings);
    }

    /**
     * Sends a request to an upstream. Of the request's URI only path and query are used. A {@code Host} header is sent as it
     * is; without one it is the endpoint's host and port. The response must be closed; its body throws an
     * {@link UpstreamException} if it breaks, and never just ends.
     *
     * @throws UpstreamException if the call failed
     * @throws IllegalStateException if this Headgate is closed
     * @throws InterruptedIOException if the thread was interrupted, and it still is then; or if the request was cancelled, which
     *     ends the exchange at once. No endpoint is blamed for either
     * @throws IOException if the request's own body could not be read
     */
    public ClassicHttpResponse execute(String upstream, ClassicHttpRequest request) throws IOException {
        return execute(upstream, request, CallOptions.NONE);
    }

    /** The same as {@link #execute(String, ClassicHttpRequest)} with options for this call. */
    public ClassicHttpResponse execute(String upstream, ClassicHttpRequest request, CallOptions options)
            throws IOException {
        return calls.execute(upstreams.called(upstream), request, options);
    }

    /**
     * A client that sends every request to this upstream, for code that uses HttpClient 5 already. It throws what
     * {@link #execute} throws. Closing it does nothing. An {@link org.apache.hc.core5.http.protocol.HttpContext} may carry
     * {@link CallOptions} as the attribute of the name of that class.
     *
     * @throws IllegalArgumentException if there is no such upstream
     */
    public CloseableHttpClient httpClient(String upstream) {
        return new UpstreamHttpClient(this, upstreams.known(upstream).name());
    }

    /**
     * Does work that blocks and is not HTTP. It is interrupted when the attempt's time is up, and done again only after a
     * failure to connect.
     *
     * @throws UpstreamException if the call failed
     * @throws Exception what the work throws, if it says nothing about the upstream
     */
    public <T> T call(String upstream, Callable<T> work) throws Exception {
        return call(upstream, endpoint -> work.call());
    }

    /**
     * Does work that blocks and is not HTTP, at the endpoint that is handed to it.
     *
     * @throws UpstreamException if the call failed
     * @throws Exception what the work throws, if it says nothing about the upstream
     */
    public <T> T call(String upstream, EndpointCall<T> work) throws Exception {
        return call(upstream, work, CallOptions.NONE);
    }

    /** The same as {@link #call(String, EndpointCall)} with options for this call. */
    public <T> T call(String upstream, EndpointCall<T> work, CallOptions options) throws Exception {
        return calls.run(upstreams.called(upstream), new WorkExchange<>(work), options);
    }

    /**
     * Replaces the settings of an upstream, while it is in use: those that are not set anew are the defaults. What is known of
     * endpoints that stay is kept, calls that are under way end as they would have, and if no setting of connections or TLS
     * changes, connections are kept.
     *
     * @throws IllegalArgumentException if there is no such upstream
     * @throws InvalidSettingsException if anything is wrong; nothing has changed then
     */
    public void replace(String upstream, Consumer<UpstreamBuilder> settings) {
        List<Problem> problems = new ArrayList<>();
        UpstreamBuilder builder =
                new UpstreamBuilder(upstreams.known(upstream).name(), HeadgateBuilder.PATH + upstream);
        settings.accept(builder);
        upstreams.replace(List.of(builder.build(problems)), problems);
    }

    /**
     * The same with settings that are there already, such as those of {@link UpstreamStatus#policy()} with other endpoints.
     *
     * @throws IllegalArgumentException if there is no upstream of that name
     * @throws InvalidSettingsException if a name or a file of them is not there; nothing has changed then
     */
    public void replace(Upstream next) {
        replace(List.of(next));
    }

    /**
     * The same with several upstreams: either all are replaced or none.
     *
     * @throws IllegalArgumentException if there is no upstream of one of the names
     * @throws InvalidSettingsException if a name or a file of them is not there, or two upstreams would have the same host; nothing
     *     has changed then
     */
    public void replace(Collection<Upstream> next) {
        upstreams.replace(next, new ArrayList<>());
    }

    /**
     * Says by hand whether an upstream admits calls, until something else is said. Those under way are not touched.
     *
     * @throws IllegalArgumentException if there is no such upstream
     */
    public void admit(String upstream, Admission admission) {
        upstreams.known(upstream).admit(admission);
    }

    /**
     * Says by hand whether an endpoint admits calls, until something else is said, also if it leaves and joins again.
     *
     * @param endpoint its URL as the settings have it, which stands for all addresses of a name; or as the status shows it, with
     *     one address
     * @throws IllegalArgumentException if there is no such upstream or no such endpoint
     */
    public void admit(String upstream, String endpoint, Admission admission) {
        upstreams.known(upstream).admit(endpoint, admission);
    }

    /** Adds an observer of calls, for all that begins to happen from now on. */
    public void listener(CallListener listener) {
        listeners.add(listener);
    }

    /** Removes an observer; of what is happening at this moment it may still hear. */
    public void removeListener(CallListener listener) {
        listeners.remove(listener);
    }

    /** The names of the upstreams, in the order of the settings. */
    public Set<String> upstreamNames() {
        return upstreams.names();
    }

    /**
     * The name of the upstream that a URL means: the one whose name is its host, as in {@code http://orders/7}, or one of whose
     * {@link io.github.headgate.upstream.UpstreamPolicy#hosts()} it is. Empty for any other URL, for a name with a port, and for
     * schemes other than {@code http} and {@code https}. Allocates nothing.
     */
    public Optional<String> upstreamOf(URI url) {
        return upstreams.meantBy(url);
    }

    /** How every upstream is doing at this moment. Sends nothing. */
    public List<UpstreamStatus> status() {
        long now = time.nanoTime();
        return upstreams.all().stream()
                .map(upstream -> StatusReader.read(upstream, now))
                .toList();
    }

    /**
     * Closes all connections and stops all threads, and waits up to a second until they have ended. Calls that are under way
     * fail.
     */
    @Override
    public void close() {
        bundles.close();
        engine.close();
    }
}
