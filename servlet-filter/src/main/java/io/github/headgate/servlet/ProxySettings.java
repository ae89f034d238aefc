package io.github.headgate.servlet;

import io.github.headgate.settings.SettingsReader;
import io.github.headgate.settings.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the reverse proxy does. Immutable.
 *
 * @param routes in any order; the longest path that matches wins
 * @param maxResponseHeaderSize the most bytes of status line and headers that a caller gets, ours included: what the container
 *     sends at most, or less
 * @param clientGone how a caller that leaves is found out
 */
public record ProxySettings(List<Route> routes, int maxResponseHeaderSize, ClientGone clientGone) {
    /** What Tomcat, Jetty and Spring Boot send at most unless they are told otherwise, in bytes. */
    public static final int DEFAULT_MAX_RESPONSE_HEADER_SIZE = 8 << 10;

    private static final int MIN_RESPONSE_HEADER_SIZE = 1 << 10;
    private static final int MAX_RESPONSE_HEADER_SIZE = 1 << 20;
    private static final String SIZE_EXPECTED = "a size from 1KB to 1MB, no more than the container sends";

    /**
     * A copy of the list is kept.
     *
     * @throws IllegalArgumentException if the size is not from 1 KB to 1 MB
     */
    public ProxySettings {
        if (!isSize(maxResponseHeaderSize)) {
            throw new IllegalArgumentException(
                    "max-response-header-size: " + maxResponseHeaderSize + " (expected: " + SIZE_EXPECTED + ")");
        }
        routes = List.copyOf(routes);
    }

    /**
     * These, and otherwise what is used where nothing is set.
     *
     * @throws IllegalArgumentException if the size is not from 1 KB to 1 MB
     */
    public ProxySettings(List<Route> routes, int maxResponseHeaderSize) {
        this(routes, maxResponseHeaderSize, ClientGone.FIN_AND_RST);
    }

    /** The same, and a caller that leaves is found out like this. */
    public ProxySettings withClientGone(ClientGone how) {
        return new ProxySettings(routes, maxResponseHeaderSize, how);
    }

    /** These routes, and otherwise what is used where nothing is set. */
    public static ProxySettings of(List<Route> routes) {
        return new ProxySettings(routes, DEFAULT_MAX_RESPONSE_HEADER_SIZE);
    }

    private static boolean isSize(long bytes) {
        return bytes >= MIN_RESPONSE_HEADER_SIZE && bytes <= MAX_RESPONSE_HEADER_SIZE;
    }

    /**
     * Reads {@code client-gone}, {@code proxy.max-response-header-size} and {@code proxy.override-errors}, and of {@code proxy.routes[i]} {@code path}, {@code upstream},
     * {@code strip-prefix}, {@code preserve-host}, {@code sheddable} and {@code override-errors}, which replaces the one for
     * all routes, also by an empty list. What is wrong is reported to the reader, and a route that is wrong is left out.
     *
     * @param reader the settings under {@code headgate}
     * @param upstreamNames the names that a route may send to
     */
    public static ProxySettings read(SettingsReader reader, Set<String> upstreamNames) {
        List<Route> routes = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        SettingsReader proxy = reader.under("proxy");
        Set<Integer> ofAllRoutes = overrideErrors(proxy, Set.of());
        for (SettingsReader item : proxy.items("routes")) {
            String path = item.text("path", "");
            String upstream = item.text("upstream", "");
            String stripPrefix = item.text("strip-prefix", "");
            boolean preserveHost = item.flag("preserve-host", false);
            Set<Integer> overrideErrors = overrideErrors(item, ofAllRoutes);
            boolean sheddable = item.flag("sheddable", false);
            boolean usable = true;
            if (!Route.isPath(path)) {
                item.problem("path", path, Route.PATH_EXPECTED);
                usable = false;
            } else if (!paths.add(path)) {
                item.problem("path", path, "a path that no other route has");
                usable = false;
            }
            if (!upstreamNames.contains(upstream)) {
                item.problem("upstream", upstream, expectedUpstream(upstreamNames));
                usable = false;
            }
            if (Route.isPath(path) && !Route.isPrefix(stripPrefix, path)) {
                item.problem("strip-prefix", stripPrefix, Route.STRIP_PREFIX_EXPECTED);
                usable = false;
            }
            if (usable) {
                routes.add(new Route(path, upstream, stripPrefix, preserveHost, overrideErrors, sheddable));
            }
        }
        ClientGone clientGone = reader.oneOf("client-gone", ClientGone.FIN_AND_RST);
        return new ProxySettings(routes, maxResponseHeaderSize(proxy), clientGone);
    }

    private static int maxResponseHeaderSize(SettingsReader proxy) {
        long bytes = proxy.bytes("max-response-header-size", DEFAULT_MAX_RESPONSE_HEADER_SIZE);
        if (isSize(bytes)) {
            return (int) bytes;
        }
        proxy.problem("max-response-header-size", Values.write(bytes), SIZE_EXPECTED);
        return DEFAULT_MAX_RESPONSE_HEADER_SIZE;
    }

    private static Set<Integer> overrideErrors(SettingsReader group, Set<Integer> otherwise) {
        return group.integers("override-errors", otherwise, Route.MIN_ERROR, Route.MAX_ERROR);
    }

    private static String expectedUpstream(Set<String> names) {
        return names.isEmpty()
                ? "an upstream, but none is configured"
                : "one of the configured upstreams: " + String.join(", ", new TreeSet<>(names));
    }
}
