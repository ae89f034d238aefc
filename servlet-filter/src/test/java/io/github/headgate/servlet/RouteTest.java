package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {
    private final RouteTable routes = new RouteTable(List.of(
            Route.of("/**", "any"),
            Route.of("/api/**", "api"),
            Route.of("/api/orders/**", "orders"),
            Route.of("/api/orders", "list"),
            Route.of("/api/orders/new", "form")));

    @ParameterizedTest
    @CsvSource({
        "/, any",
        "/other, any",
        "/apis, any",
        "/%61pi, any",
        "/api, api",
        "/api/, api",
        "/api/ordersx, api",
        "/api/orders, list",
        "/api/orders/, orders",
        "/api/orders/7, orders",
        "/api/orders/new, form",
        "/api/orders/new/x, orders",
        "/api/orders;v=1, api"
    })
    void theLongestPathWins(String path, String upstream) {
        assertThat(routes.find(path)).map(Route::upstream).contains(upstream);
    }

    @Test
    void noRoute() {
        RouteTable few = new RouteTable(List.of(Route.of("/api/**", "api")));

        assertThat(few.find("/apis")).isEmpty();
        assertThat(few.find("/")).isEmpty();
    }

    @Test
    void takesThePrefixOff() {
        assertThat(new Route("/a/b/**", "u", "/a/b", false).upstreamPath("/a/b"))
                .isEqualTo("/");
        assertThat(new Route("/a/b/**", "u", "/a/b", false).upstreamPath("/a/b/c"))
                .isEqualTo("/c");
        assertThat(new Route("/a/b/**", "u", "/a", false).upstreamPath("/a/b//c"))
                .isEqualTo("/b//c");
        assertThat(new Route("/a", "u", "/a", false).upstreamPath("/a")).isEqualTo("/");
    }
}
