package io.github.headgate.spring;

import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.EndpointSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * The instances of a service as endpoints. The last that were known stay while the registry fails or names none: it may be the
 * registry that is ill, and the breakers tell who is. Thread-safe.
 */
final class DiscoveredService implements EndpointSource {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveredService.class);

    private static final Pattern WEIGHT = Pattern.compile("[1-9][0-9]{0,2}|1000");

    private final String serviceId;
    private volatile List<Endpoint> endpoints = List.of();
    private volatile boolean isFailing;

    DiscoveredService(String serviceId) {
        this.serviceId = serviceId;
    }

    @Override
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Asks the registry, and waits for it. */
    synchronized void refresh(DiscoveryClient registry) {
        try {
            List<Endpoint> found = endpoints(registry.getInstances(serviceId));
            if (found.isEmpty()) {
                failing("it names no instance");
                return;
            }
            isFailing = false;
            if (!found.equals(endpoints)) {
                LOG.info("service {}: {}, before that {}", serviceId, found, endpoints);
                endpoints = found;
            }
        } catch (RuntimeException e) {
            failing(e.toString());
        }
    }

    private void failing(String why) {
        if (!isFailing) {
            LOG.warn(
                    "service {}: asked the registry, and {}; until that changes its endpoints are {}",
                    serviceId,
                    why,
                    endpoints);
        }
        isFailing = true;
    }

    private List<Endpoint> endpoints(List<ServiceInstance> instances) {
        Map<String, Endpoint> found = new TreeMap<>(); // registries name them in any order
        for (ServiceInstance instance : instances) {
            String url = url(instance);
            try {
                found.put(url, attributed(Endpoint.parse(url, false), instance.getMetadata()));
            } catch (IllegalArgumentException e) {
                LOG.warn("service {}: left out {} (expected: {})", serviceId, url, e.getMessage());
            }
        }
        return List.copyOf(found.values());
    }

    private static String url(ServiceInstance instance) {
        String host = instance.getHost();
        String written = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return (instance.isSecure() ? "https://" : "http://") + written + ":" + instance.getPort();
    }

    /* Metadata of these names that are something else belong to somebody else. */
    private static Endpoint attributed(Endpoint endpoint, @Nullable Map<String, String> metadata) {
        Endpoint attributed = endpoint;
        String weight = metadata == null ? null : metadata.get("weight");
        if (weight != null && WEIGHT.matcher(weight).matches()) {
            attributed = attributed.withWeight(Integer.parseInt(weight));
        }
        String zone = metadata == null ? null : metadata.get("zone");
        return zone == null ? attributed : attributed.withZone(zone);
    }
}
