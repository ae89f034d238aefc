package io.github.headgate.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    @Test
    void killedUpstreamIsToldAsProblem() throws IOException, InterruptedException {
        try (Gateway gateway = Gateway.routing("/orders/**")) {
            assertThat(gateway.get("/orders/1").body()).isEqualTo("GET /orders/1 ");
            gateway.upstream.stop(0);

            HttpResponse<String> first = gateway.get("/orders/1");
            assertThat(first.statusCode()).isEqualTo(502);
            assertThat(first.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(first.headers().firstValue("Proxy-Status").orElseThrow())
                    .startsWith("headgate; error=connection_");

            HttpResponse<String> next = gateway.get("/orders/1");
            assertThat(next.statusCode()).isEqualTo(503);
            assertThat(next.headers().firstValue("Retry-After")).isPresent();

            assertThat(gateway.get("/actuator/health").body()).contains("\"orders\"", "lastFailure");
            assertThat(gateway.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatIsWrongWithTheRequestIsTheCallersFault() throws IOException, InterruptedException {
        try (Gateway gateway = Gateway.routing("/orders/**")) {
            assertThat(gateway.get("/nowhere").statusCode()).isEqualTo(404);
            assertThat(gateway.get("/error").statusCode()).isEqualTo(404);
            assertThat(gateway.get("/actuator/env").statusCode()).isEqualTo(404);
            assertThat(gateway.send("GET", "/orders/1", "", "X-Large", "x".repeat(20_000))
                            .statusCode())
                    .isBetween(400, 499);
            assertThat(gateway.get("/" + "x".repeat(20_000)).statusCode()).isBetween(400, 499);
        }
    }

    @Test
    void routeForAnythingLeavesTheActuatorAlone() throws IOException, InterruptedException {
        try (Gateway gateway = Gateway.routing("/**")) {
            assertThat(gateway.get("/any/thing?a=b").body()).isEqualTo("GET /any/thing?a=b ");
            assertThat(gateway.get("/").body()).isEqualTo("GET / ");
            assertThat(gateway.get("/actuator/health").body()).contains("\"status\":\"UP\"");
            assertThat(gateway.send("POST", "/actuator/health", "").statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void bodiesReachTheUpstreamAsTheyAre() throws IOException, InterruptedException {
        String multipart = "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nv\r\n--b--\r\n";
        for (String route : new String[] {"/**", "/orders/**"}) {
            try (Gateway gateway = Gateway.routing(route)) {
                for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE"}) {
                    assertThat(gateway.send(method, "/orders/1", "a=1&b=2", "Content-Type", FORM)
                                    .body())
                            .isEqualTo(method + " /orders/1 a=1&b=2");
                }
                assertThat(gateway.send(
                                        "POST",
                                        "/orders/1",
                                        multipart,
                                        "Content-Type",
                                        "multipart/form-data; boundary=b")
                                .body())
                        .isEqualTo("POST /orders/1 " + multipart);
                assertThat(gateway.send(
                                        "OPTIONS",
                                        "/orders/1",
                                        "",
                                        "Origin",
                                        "http://a",
                                        "Access-Control-Request-Method",
                                        "PUT")
                                .body())
                        .startsWith("OPTIONS /orders/1");
            }
        }
    }
}
