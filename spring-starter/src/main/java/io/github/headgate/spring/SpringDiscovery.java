package io.github.headgate.spring;

import io.github.headgate.upstream.Discovery;
import io.github.headgate.upstream.EndpointSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.ApplicationListener;

/**
 * Endpoints from the {@code DiscoveryClient} of Spring Cloud: Eureka, Consul, Kubernetes, or the simple one. It is asked when all
 * beans are there, so that it may use clients that go through upstreams itself, on each of its heartbeats, and every
 * {@link #PERIOD}; by a thread of its own, since it may be slow. Thread-safe.
 */
final class SpringDiscovery
        implements Discovery, SmartInitializingSingleton, ApplicationListener<HeartbeatEvent>, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(SpringDiscovery.class);

    static final Duration PERIOD = Duration.ofSeconds(30);

    private final ObjectProvider<DiscoveryClient> registry;
    private final Map<String, DiscoveredService> services = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "headgate-discovery");
        made.setDaemon(true);
        return made;
    });

    SpringDiscovery(ObjectProvider<DiscoveryClient> registry) {
        this.registry = registry;
    }

    @Override
    public EndpointSource endpoints(String serviceId) {
        return services.computeIfAbsent(serviceId, DiscoveredService::new);
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!services.isEmpty()) {
            refresh();
            long millis = PERIOD.toMillis();
            Future<?> repeated = thread.scheduleWithFixedDelay(this::refresh, millis, millis, TimeUnit.MILLISECONDS);
            LOG.debug("services {} are asked for by {}", services.keySet(), repeated);
        }
    }

    @Override
    public void onApplicationEvent(HeartbeatEvent event) {
        if (!services.isEmpty()) {
            thread.execute(this::refresh);
        }
    }

    private void refresh() {
        DiscoveryClient client = registry.getObject();
        services.values().forEach(service -> service.refresh(client));
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
