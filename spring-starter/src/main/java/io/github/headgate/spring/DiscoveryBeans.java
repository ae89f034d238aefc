package io.github.headgate.spring;

import io.github.headgate.upstream.Discovery;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.ListableBeanFactory;

/** The discoveries that upstreams may name: beans, by their names without the ending {@code Discovery}. */
final class DiscoveryBeans {
    private static final String ENDING = "Discovery";

    private DiscoveryBeans() {}

    static Map<String, Discovery> of(ListableBeanFactory beans) {
        Map<String, Discovery> discoveries = new TreeMap<>();
        beans.getBeansOfType(Discovery.class)
                .forEach((name, discovery) -> discoveries.put(
                        name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name, discovery));
        return discoveries;
    }
}
