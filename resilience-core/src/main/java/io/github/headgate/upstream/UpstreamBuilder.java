package io.github.headgate.upstream;

import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.settings.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one upstream, by the names that they have in files. Nothing is checked until the end, so that all that is
 * wrong can be told at once. Not thread-safe.
 */
public final class UpstreamBuilder {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    final String name;
    final String path;
    private final List<String> endpoints = new ArrayList<>();
    private final List<String> backupEndpoints = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();

    @Nullable
    private EndpointSource source;

    @Nullable
    private Duration connectTimeout;

    @Nullable
    private Duration attemptTimeout;

    @Nullable
    private Duration deadline;

    private Duration dnsRefresh = Duration.ofSeconds(30);
    private Duration readTimeout = Duration.ofSeconds(30);
    private LoadBalancing loadBalancing = LoadBalancing.LEAST_LOADED;
    private String zone = "";
    private Duration slowStart = Duration.ZERO;
    private long requestBuffer = 64 << 10;
    private long responseBuffer = 64 << 10;
    private long maxResponseSize;
    private int maxConcurrent = 256;
    private AdaptiveLimit adaptiveLimit = AdaptiveLimit.NONE;
    private int rateLimit;
    private int sheddableShare = 80;
    private boolean critical;
    private int maxConnectionsPerEndpoint = 64;
    private ConnectionPolicy connections = ConnectionPolicy.DEFAULT;
    private String deadlineHeader = "";
    private RetryPolicy retry = RetryPolicy.DEFAULT;
    private BreakerPolicy breaker = BreakerPolicy.DEFAULT;
    private OutlierPolicy outlier = OutlierPolicy.DEFAULT;
    private HedgePolicy hedge = HedgePolicy.OFF;
    private FallbackPolicy fallback = FallbackPolicy.OFF;
    private HealthCheckPolicy healthCheck = HealthCheckPolicy.OFF;
    private TlsPolicy tls = TlsPolicy.DEFAULT;

    /**
     * @param name of the upstream
     * @param path what stands before its settings in messages, for example {@code headgate.upstreams.orders}
     */
    public UpstreamBuilder(String name, String path) {
        this.name = name;
        this.path = path;
    }

    /** Adds endpoints, such as {@code http://10.0.0.11:8080}; every address of a name becomes an endpoint. */
    public UpstreamBuilder endpoints(String... urls) {
        return endpoints(List.of(urls));
    }

    UpstreamBuilder endpoints(Collection<String> urls) {
        endpoints.addAll(urls);
        return this;
    }

    /** Adds endpoints that are used only while no other permits a call. */
    public UpstreamBuilder backupEndpoints(String... urls) {
        return backupEndpoints(List.of(urls));
    }

    UpstreamBuilder backupEndpoints(Collection<String> urls) {
        backupEndpoints.addAll(urls);
        return this;
    }

    /** Takes the endpoints from a source of your own instead. */
    public UpstreamBuilder endpointSource(EndpointSource own) {
        this.source = own;
        return this;
    }

    /**
     * Adds hosts by which callers mean this upstream beside its name, such as {@code api.example.com} or
     * {@code api.example.com:8443}; see {@code Headgate.upstreamOf}.
     */
    public UpstreamBuilder hosts(String... names) {
        return hosts(List.of(names));
    }

    UpstreamBuilder hosts(Collection<String> names) {
        hosts.addAll(names);
        return this;
    }

    /** How long the addresses of a name are used before it is asked for again; default 30 s. */
    public UpstreamBuilder dnsRefresh(Duration refresh) {
        this.dnsRefresh = refresh;
        return this;
    }

    /** The longest time to a connection; default 1 s, or the attempt timeout if that is shorter. */
    public UpstreamBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = timeout;
        return this;
    }

    /** The longest time of an attempt to its complete response head; default 5 s, or the deadline if that is shorter. */
    public UpstreamBuilder attemptTimeout(Duration timeout) {
        this.attemptTimeout = timeout;
        return this;
    }

    /** The longest time of a call to its response head, waits and retries included; default 10 s. */
    public UpstreamBuilder deadline(Duration timeout) {
        this.deadline = timeout;
        return this;
    }

    /** The longest silence inside a response body; default 30 s. */
    public UpstreamBuilder readTimeout(Duration timeout) {
        this.readTimeout = timeout;
        return this;
    }

    /** In which order endpoints are asked; default {@link LoadBalancing#LEAST_LOADED}. */
    public UpstreamBuilder loadBalancing(LoadBalancing order) {
        this.loadBalancing = order;
        return this;
    }

    /** Our own zone: endpoints of the same zone are asked first; default none. */
    public UpstreamBuilder zone(String own) {
        this.zone = own;
        return this;
    }

    /** How long an endpoint that is new or has recovered gets less than its share of calls; default 0 for off. */
    public UpstreamBuilder slowStart(Duration ramp) {
        this.slowStart = ramp;
        return this;
    }

    /** A request body up to this many bytes can be sent again; default 64 KB. */
    public UpstreamBuilder requestBuffer(long bytes) {
        this.requestBuffer = bytes;
        return this;
    }

    /** A response body up to this many bytes is checked before it is passed on; default 64 KB, 0 for none. */
    public UpstreamBuilder responseBuffer(long bytes) {
        this.responseBuffer = bytes;
        return this;
    }

    /** The largest response body in bytes; default 0 for no limit. */
    public UpstreamBuilder maxResponseSize(long bytes) {
        this.maxResponseSize = bytes;
        return this;
    }

    /** The most calls under way; default 256. */
    public UpstreamBuilder maxConcurrent(int calls) {
        this.maxConcurrent = calls;
        return this;
    }

    /** Whether a limit below the most calls under way follows what the upstream can take; default {@link AdaptiveLimit#NONE}. */
    public UpstreamBuilder adaptiveLimit(AdaptiveLimit algorithm) {
        this.adaptiveLimit = algorithm;
        return this;
    }

    /** The most calls per second; default 0 for no limit. */
    public UpstreamBuilder rateLimit(int callsPerSecond) {
        this.rateLimit = callsPerSecond;
        return this;
    }

    /** How many percent of the limit calls may fill that are marked as sheddable; default 80. */
    public UpstreamBuilder sheddableShare(int percent) {
        this.sheddableShare = percent;
        return this;
    }

    /** The most connections to one endpoint; default 64. */
    public UpstreamBuilder maxConnectionsPerEndpoint(int connections) {
        this.maxConnectionsPerEndpoint = connections;
        return this;
    }

    /** How long connections are kept; default {@link ConnectionPolicy#DEFAULT}. */
    public UpstreamBuilder connections(ConnectionPolicy policy) {
        this.connections = policy;
        return this;
    }

    /** The header that tells the endpoint how much time is left, such as {@code grpc-timeout}; default none. */
    public UpstreamBuilder deadlineHeader(String name) {
        this.deadlineHeader = name;
        return this;
    }

    /** When a failed attempt is followed by another; default {@link RetryPolicy#DEFAULT}. */
    public UpstreamBuilder retry(RetryPolicy policy) {
        this.retry = policy;
        return this;
    }

    /** When an endpoint is ejected; default {@link BreakerPolicy#DEFAULT}. */
    public UpstreamBuilder breaker(BreakerPolicy policy) {
        this.breaker = policy;
        return this;
    }

    /** When an endpoint is ejected because it stands out from its peers; default {@link OutlierPolicy#DEFAULT}. */
    public UpstreamBuilder outlier(OutlierPolicy policy) {
        this.outlier = policy;
        return this;
    }

    /** When a second attempt is made beside the first; default {@link HedgePolicy#OFF}. */
    public UpstreamBuilder hedge(HedgePolicy policy) {
        this.hedge = policy;
        return this;
    }

    /** How endpoints are checked apart from calls; default {@link HealthCheckPolicy#OFF}. */
    public UpstreamBuilder healthCheck(HealthCheckPolicy policy) {
        this.healthCheck = policy;
        return this;
    }

    /** What the caller gets when a call fails; default {@link FallbackPolicy#OFF}. */
    public UpstreamBuilder fallback(FallbackPolicy policy) {
        this.fallback = policy;
        return this;
    }

    /** Certificates; default {@link TlsPolicy#DEFAULT}. */
    public UpstreamBuilder tls(TlsPolicy policy) {
        this.tls = policy;
        return this;
    }

    /** Whether the application is of no use without this upstream, and so is not ready while it is out; default false. */
    public UpstreamBuilder critical(boolean isCritical) {
        this.critical = isCritical;
        return this;
    }

    UpstreamPolicy policy() {
        Duration call = deadline == null ? DEADLINE : deadline;
        Duration attempt = attemptTimeout == null ? within(call, ATTEMPT_TIMEOUT) : attemptTimeout;
        Duration connect = connectTimeout == null ? within(attempt, CONNECT_TIMEOUT) : connectTimeout;
        return new UpstreamPolicy(
                hosts.stream()
                        .filter(UpstreamHost::isHost)
                        .map(host -> UpstreamHost.parse(host).toString())
                        .distinct()
                        .toList(),
                dnsRefresh,
                connect,
                attempt,
                call,
                readTimeout,
                loadBalancing,
                zone,
                slowStart,
                (int) Math.min(requestBuffer, UpstreamRules.MAX_BUFFER),
                (int) Math.min(responseBuffer, UpstreamRules.MAX_BUFFER),
                maxResponseSize,
                maxConcurrent,
                adaptiveLimit,
                rateLimit,
                sheddableShare,
                maxConnectionsPerEndpoint,
                connections,
                deadlineHeader,
                retry,
                breaker,
                outlier,
                hedge,
                healthCheck,
                fallback,
                tls,
                critical);
    }

    /**
     * The upstream; not to be used if anything is wrong.
     *
     * @param problems what is wrong is added here
     */
    public Upstream build(Collection<Problem> problems) {
        UpstreamRules rules = new UpstreamRules(path, problems);
        List<Endpoint> parsed = new ArrayList<>();
        parsed.addAll(rules.endpoints("endpoints", endpoints, false));
        parsed.addAll(rules.endpoints("backup-endpoints", backupEndpoints, true));
        EndpointSource own = source;
        rules.hosts(hosts);
        rules.check(this, own == null && endpoints.isEmpty());
        return new Upstream(name, own == null ? EndpointSource.of(parsed) : own, policy());
    }

    /* A timeout that nobody set gives way to one that somebody did; a conflict of two that were set is a problem. */
    private static Duration within(Duration enclosing, Duration otherwise) {
        boolean isShorter = enclosing.compareTo(otherwise) < 0;
        return isShorter && UpstreamRules.isPositive(enclosing) ? enclosing : otherwise;
    }

    boolean isDeadlineSet() {
        return deadline != null;
    }

    boolean isAttemptTimeoutSet() {
        return attemptTimeout != null;
    }

    long requestBuffer() {
        return requestBuffer;
    }

    long responseBuffer() {
        return responseBuffer;
    }
}
