package io.github.headgate.examples.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;

/** What the users of the WAR see. */
final class WarContract {
    private WarContract() {}

    static void check(LegacyWar war, int port) throws Exception {
        HttpResponse<String> page = LegacyWar.get(port, "/", "text/html");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h1>An old shop</h1>", "href=\"/orders\"");
        for (String path : new String[] {"/orders", "/orders-old"}) {
            HttpResponse<String> good = LegacyWar.get(port, path, "*/*");
            assertThat(good.statusCode()).isEqualTo(200);
            assertThat(good.body()).isEqualTo("[\"an order\"]");
        }
        war.killOrders();
        for (String path : new String[] {"/orders", "/orders-old"}) {
            HttpResponse<String> problem = LegacyWar.get(port, path, "application/json");
            assertThat(problem.statusCode()).isEqualTo(502);
            assertThat(problem.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(problem.headers().firstValue("Proxy-Status"))
                    .hasValueSatisfying(status -> assertThat(status).startsWith("headgate; error=connection_refused"));
            assertThat(problem.body()).contains("\"status\":502").doesNotContain("127.0.0.1", "Exception");
            HttpResponse<String> html = LegacyWar.get(port, path, "text/html,*/*;q=0.8");
            assertThat(html.statusCode()).isEqualTo(502);
            assertThat(html.body()).startsWith("<!DOCTYPE html>").doesNotContain("127.0.0.1", "Exception");
        }
    }
}
