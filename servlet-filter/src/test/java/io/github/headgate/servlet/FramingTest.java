package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What containers that are more lenient than Tomcat may let through. */
class FramingTest {
    @Test
    void aCertainEndIsNoFault() {
        assertThat(Framing.fault(request("POST", Map.of()))).isEmpty();
        assertThat(Framing.fault(request("POST", Map.of("Content-Length", List.of("5")))))
                .isEmpty();
        assertThat(Framing.fault(request("POST", Map.of("Content-Length", List.of("5", "5")))))
                .isEmpty();
        assertThat(Framing.fault(request("POST", Map.of("Transfer-Encoding", List.of("Chunked")))))
                .isEmpty();
    }

    @Test
    void bothFramings() {
        assertFault(Map.of("Transfer-Encoding", List.of("chunked"), "Content-Length", List.of("5")), "has both");
    }

    @Test
    void otherCodings() {
        for (String coding : List.of("gzip, chunked", "identity", "xchunked", " chunked", "chunked, chunked", "")) {
            assertFault(Map.of("Transfer-Encoding", List.of(coding)), "other than chunked");
        }
        assertFault(Map.of("Transfer-Encoding", List.of("chunked", "chunked")), "other than chunked");
    }

    @Test
    void otherLengths() {
        assertFault(Map.of("Content-Length", List.of("5", "6")), "differ");
        for (String length : List.of("five", "-5", "+5", "5, 5", "0x5", "", "9999999999999999999", "٥")) {
            assertFault(Map.of("Content-Length", List.of(length)), "not a number");
        }
    }

    @Test
    void traceHasNoBody() {
        assertThat(Framing.fault(request("TRACE", Map.of("Content-Length", List.of("5")))))
                .contains("A TRACE request must not have a body");
    }

    private static void assertFault(Map<String, List<String>> headers, String fault) {
        assertThat(Framing.fault(request("POST", headers)))
                .hasValueSatisfying(text -> assertThat(text).contains(fault));
    }

    private static HttpServletRequest request(String method, Map<String, List<String>> headers) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                FramingTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, called, arguments) -> switch (called.getName()) {
                    case "getHeaders" ->
                        Collections.enumeration(headers.getOrDefault(String.valueOf(arguments[0]), List.of()));
                    case "getMethod" -> method;
                    case "getProtocol" -> "HTTP/1.1";
                    default -> throw new UnsupportedOperationException(called.getName());
                });
    }
}
