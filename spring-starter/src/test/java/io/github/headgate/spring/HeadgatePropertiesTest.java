package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.answer.ApplicationLookup;
import io.github.headgate.servlet.GatewaySettings;
import io.github.headgate.servlet.ProxySettings;
import io.github.headgate.settings.Problem;
import io.github.headgate.settings.Values;
import io.github.headgate.upstream.UpstreamBuilder;
import io.github.headgate.upstream.UpstreamPolicy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/** What editors are told and what the reader does must be the same. */
class HeadgatePropertiesTest {
    private static final String UPSTREAM = "headgate.upstreams.orders.";

    @Test
    void everySettingOfTheCoreIsDocumentedWithItsDefault() throws ReflectiveOperationException {
        List<Problem> problems = new ArrayList<>();
        UpstreamPolicy policy = new UpstreamBuilder("orders", "orders")
                .endpoints("http://a:1")
                .build(problems)
                .policy();
        Map<String, Object> documented = flat(upstream());
        documented.keySet().removeAll(Set.of("endpoints", "backupEndpoints", "discovery", "serviceId"));
        assertThat(documented).isEqualTo(flat(policy));
    }

    @Test
    void everyDocumentedSettingIsAccepted() throws ReflectiveOperationException {
        Map<String, String> settings = new LinkedHashMap<>();
        flat(upstream()).forEach((name, value) -> settings.put(UPSTREAM + name, text(name, value)));
        settings.put(UPSTREAM + "endpoints", "http://a:1");
        settings.put("headgate.statuses.connection_refused", "503");
        names(HeadgateProperties.Route.class).forEach(name -> settings.put("headgate.proxy.routes[0]." + name, ""));
        settings.put("headgate.proxy.routes[0].path", "/orders/**");
        settings.put("headgate.proxy.routes[0].upstream", "orders");
        settings.put("headgate.proxy.routes[0].preserveHost", "false");
        settings.put("headgate.proxy.routes[0].sheddable", "false");
        settings.put("headgate.deadlineHeaders", "grpc-timeout");
        names(HeadgateProperties.Fallback.class).stream()
                .filter(name -> !Set.of("file", "forward", "handler").contains(name)) // one of four
                .forEach(name -> settings.put("headgate.fallbacks[0]." + name, ""));
        settings.put("headgate.fallbacks[0].status", "200");
        flat(bound().inbound()).forEach((name, value) -> settings.put("headgate.inbound." + name, text(name, value)));
        names(HeadgateProperties.Proxy.class).stream()
                .filter(name -> !name.equals("routes"))
                .forEach(name -> settings.put("headgate.proxy." + name, ""));
        settings.put(
                "headgate.proxy.maxResponseHeaderSize",
                bound().proxy().maxResponseHeaderSize().toBytes() + "B");
        settings.put("headgate.clientGone", bound().clientGone().name());
        settings.put("headgate.name", bound().name());
        settings.put("headgate.exposeDetails", String.valueOf(bound().exposeDetails()));
        GatewaySettings read = GatewaySettings.read(settings, Set.of(), ApplicationLookup.ofFiles(), Map.of(), null);
        assertThat(read.proxy().routes()).hasSize(1);
        assertThat(ProxySettings.of(List.of()).clientGone()).isEqualTo(bound().clientGone());
        assertThat(read.proxy().maxResponseHeaderSize()).isEqualTo(ProxySettings.DEFAULT_MAX_RESPONSE_HEADER_SIZE);
        assertThat(names(HeadgateProperties.class))
                .containsExactlyInAnyOrder(
                        "name",
                        "exposeDetails",
                        "statuses",
                        "fallbacks",
                        "inbound",
                        "deadlineHeaders",
                        "clientGone",
                        "upstreams",
                        "proxy");
    }

    private static HeadgateProperties bound() {
        MapConfigurationPropertySource source =
                new MapConfigurationPropertySource(Map.of(UPSTREAM + "endpoints", "http://a:1"));
        return new Binder(source).bind("headgate", HeadgateProperties.class).get();
    }

    private static HeadgateProperties.Upstream upstream() {
        return Objects.requireNonNull(bound().upstreams().get("orders"));
    }

    /* Settings by name, groups as "retry.backoff", sizes as numbers. */
    private static Map<String, Object> flat(Object group) throws ReflectiveOperationException {
        Map<String, Object> flat = new TreeMap<>();
        for (RecordComponent component : group.getClass().getRecordComponents()) {
            component.getAccessor().setAccessible(true);
            Object value = component.getAccessor().invoke(group);
            if (isGroup(value)) {
                flat(value).forEach((name, inner) -> flat.put(component.getName() + "." + name, inner));
            } else {
                flat.put(component.getName(), comparable(value));
            }
        }
        return flat;
    }

    private static boolean isGroup(Object value) {
        return value.getClass().isRecord();
    }

    private static Object comparable(Object value) {
        if (value instanceof DataSize size) {
            return size.toBytes();
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        if (value instanceof List<?> ranges) {
            return ranges.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return value instanceof Set<?> set ? Values.write(numbers(set)) : value;
    }

    private static Set<Integer> numbers(Set<?> set) {
        return set.stream().map(Integer.class::cast).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(String name, Object value) {
        if (name.endsWith("Buffer") || name.endsWith("Stored")) {
            return value + "B";
        }
        if (value instanceof Iterable<?> items) {
            List<String> texts = new ArrayList<>();
            items.forEach(item -> texts.add(String.valueOf(item)));
            return String.join(",", texts);
        }
        return String.valueOf(value);
    }

    private static Set<String> names(Class<?> group) {
        Set<String> names = new TreeSet<>();
        Arrays.stream(group.getRecordComponents()).map(RecordComponent::getName).forEach(names::add);
        return names;
    }
}
