package io.github.headgate.examples.gateway.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings of the demo. The timeouts are far shorter than the defaults, so that nobody has to wait for them. */
final class DemoSettings {
    static final String ATTEMPT_TIMEOUT = "500ms";
    static final String DEADLINE = "1200ms";
    static final String CONNECT_TIMEOUT = "300ms";
    static final String OPEN_FOR = "500ms";

    private DemoSettings() {}

    static Map<String, Object> of(Stage stage) {
        Map<String, Object> settings = new LinkedHashMap<>();
        upstream(
                settings,
                "orders",
                stage.orders().stream().map(OrdersInstance::url).collect(Collectors.joining(",")));
        settings.put("headgate.upstreams.orders.breaker.open-for", OPEN_FOR);
        settings.put("headgate.upstreams.orders.breaker.max-open-for", "1s");
        stage.faulty().forEach((name, faulty) -> {
            upstream(settings, name, faulty.url());
            // never ejected, so that each look shows its own fault; an ejected one would show 503
            settings.put("headgate.upstreams." + name + ".breaker.consecutive-failures", 0);
            settings.put("headgate.upstreams." + name + ".breaker.minimum-calls", 1_000_000);
        });
        settings.put("headgate.upstreams.halfbody.retry.max-attempts", 2);
        settings.put("logging.level.root", "warn");
        settings.put("logging.level." + Performance.FAILURE_LOG, "off");
        return settings;
    }

    private static void upstream(Map<String, Object> settings, String name, String endpoints) {
        String upstream = "headgate.upstreams." + name + ".";
        settings.putAll(Map.of(
                upstream + "endpoints", endpoints,
                upstream + "connect-timeout", CONNECT_TIMEOUT,
                upstream + "attempt-timeout", ATTEMPT_TIMEOUT,
                upstream + "read-timeout", ATTEMPT_TIMEOUT,
                upstream + "deadline", DEADLINE));
        String route = "headgate.proxy.routes[" + routes(settings) + "].";
        settings.put(route + "path", "/" + name + "/**");
        settings.put(route + "upstream", name);
    }

    private static long routes(Map<String, Object> settings) {
        return List.copyOf(settings.keySet()).stream()
                .filter(key -> key.startsWith("headgate.proxy.routes[") && key.endsWith(".path"))
                .count();
    }
}
