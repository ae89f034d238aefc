package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.HealthCheckPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the endpoints of an upstream apart from its calls, each at its own pace: the shared timer says when, a few threads do it,
 * and the next check of an endpoint is planned when the last one has ended. Thread-safe.
 */
final class HealthChecker implements EndpointPool.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Headgate.class);
    private static final double JITTER = 0.2;

    /* So many are checked at once at the start; the others within the first interval. */
    private static final int AT_ONCE = 32;

    private final HealthCheckPolicy policy;
    private final Probe probe;
    private final EndpointPool pool;
    private final ScheduledExecutorService timer;
    private final Executor threads;
    private final TimeSource time;
    private final Map<Endpoint, Check> checks = new ConcurrentHashMap<>();

    HealthChecker(
            HealthCheckPolicy policy,
            Probe probe,
            EndpointPool pool,
            ScheduledExecutorService timer,
            Executor threads,
            TimeSource time) {
        this.policy = policy;
        this.probe = probe;
        this.pool = pool;
        this.timer = timer;
        this.threads = threads;
        this.time = time;
    }

    /** Begins, with all endpoints that there are, and those that join. */
    void start() {
        pool.listener(this);
        pool.states().forEach(this::joined);
    }

    /** Ends; what has been found stays. */
    void stop() {
        pool.removeListener(this);
        checks.values().forEach(Check::stop);
        checks.clear();
    }

    @Override
    public void joined(EndpointState state) {
        if (state.endpoint().address() == null) {
            return;
        }
        if (state.health() == Health.UNCHECKED) {
            state.health(Health.UNKNOWN);
        }
        Check check = new Check(state);
        if (checks.putIfAbsent(state.endpoint().identity(), check) == null) {
            boolean isAtOnce = checks.size() <= AT_ONCE;
            check.plan(isAtOnce ? 0 : (long) (policy.interval().toNanos() * time.random()));
        }
    }

    @Override
    public void left(EndpointState state) {
        Check check = checks.remove(state.endpoint().identity());
        if (check != null) {
            check.stop();
        }
    }

    /** The checks of one endpoint, of which one is planned or under way at a time. */
    private final class Check {
        private final EndpointState state;
        private int goodInARow;
        private int badInARow;
        private boolean isStopped;
        private @Nullable Future<?> next;

        Check(EndpointState state) {
            this.state = state;
        }

        synchronized void plan(long nanos) {
            if (!isStopped) {
                try {
                    next = timer.schedule(this::begin, nanos, TimeUnit.NANOSECONDS);
                } catch (RejectedExecutionException e) {
                    isStopped = true; // closed
                }
            }
        }

        synchronized void stop() {
            isStopped = true;
            if (next != null) {
                next.cancel(false);
            }
        }

        private void begin() {
            threads.execute(() -> {
                Optional<String> fault = probe.fault(state.endpoint());
                plan(ended(fault));
            });
        }

        /* Returns the nanoseconds to the next one. */
        private synchronized long ended(Optional<String> fault) {
            if (isStopped) {
                return 0;
            }
            LOG.debug("{}: check of {}: {}", state.upstream(), state.endpoint(), fault.orElse("well"));
            if (fault.isEmpty()) {
                good();
            } else {
                bad(fault.get());
            }
            boolean isWell = fault.isEmpty() && state.health() == Health.HEALTHY;
            long nanos = (isWell ? policy.interval() : policy.unhealthyInterval()).toNanos();
            return (long) (nanos * (1 + JITTER * (time.random() - 0.5)));
        }

        private void good() {
            badInARow = 0;
            goodInARow++;
            Health before = state.health();
            if (before != Health.HEALTHY && (before == Health.UNKNOWN || goodInARow >= policy.healthyThreshold())) {
                state.health(Health.HEALTHY);
                LOG.info("{}: {} is healthy", state.upstream(), state.endpoint());
            }
        }

        private void bad(String fault) {
            goodInARow = 0;
            badInARow++;
            Health before = state.health();
            if (before == Health.UNHEALTHY || (before != Health.UNKNOWN && badInARow < policy.unhealthyThreshold())) {
                return;
            }
            boolean isOut = !policy.observeOnly() && pool.maySpare(state);
            Health found = isOut ? Health.UNHEALTHY : Health.FAILING;
            if (found != before) {
                state.health(found);
                LOG.warn(
                        "{}: {} is unhealthy, {} bad checks in a row, the last one: {}{}",
                        state.upstream(),
                        state.endpoint(),
                        badInARow,
                        fault,
                        isOut
                                ? ""
                                : policy.observeOnly()
                                        ? " (observe-only)"
                                        : " (kept: half of all, or all others, are out)");
            }
        }
    }
}
