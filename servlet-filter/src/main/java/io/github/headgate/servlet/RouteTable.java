package io.github.headgate.servlet;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All routes, the most exact first. Immutable. */
final class RouteTable {
    private static final Comparator<Route> MOST_EXACT_FIRST = Comparator.comparingInt(
                    (Route route) -> route.base().length())
            .thenComparing(Route::isExact)
            .reversed();

    private final List<Route> routes;

    RouteTable(List<Route> routes) {
        this.routes = routes.stream().sorted(MOST_EXACT_FIRST).toList();
    }

    /** The route with the longest path that matches; of two as long, the one for exactly this path. */
    Optional<Route> find(String rawPath) {
        return routes.stream().filter(route -> route.matches(rawPath)).findFirst();
    }
}
