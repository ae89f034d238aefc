package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.servlet.UpstreamFailureFilter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.client.RestClient;

/** What the filter makes of a RestClient that does not go through Headgate. */
@Timeout(30)
class SpringClientFailureTest {
    static Stream<ClientHttpRequestFactory> factories() {
        Duration patience = Duration.ofSeconds(1);
        SimpleClientHttpRequestFactory simple = new SimpleClientHttpRequestFactory();
        simple.setReadTimeout(patience);
        JdkClientHttpRequestFactory jdk = new JdkClientHttpRequestFactory();
        jdk.setReadTimeout(patience);
        return Stream.of(simple, jdk);
    }

    @ParameterizedTest
    @MethodSource("factories")
    void aPortThatRefusesIs502(ClientHttpRequestFactory factory) throws Exception {
        ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        closed.close();

        assertThat(answer(factory, closed.getLocalPort())).isEqualTo("502 headgate; error=connection_refused");
    }

    @ParameterizedTest
    @MethodSource("factories")
    void aPortThatNeverAnswersIs504(ClientHttpRequestFactory factory) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(answer(factory, silent.getLocalPort())).isEqualTo("504 headgate; error=http_response_timeout");
        }
    }

    private static String answer(ClientHttpRequestFactory factory, int port) throws IOException, ServletException {
        RestClient client = RestClient.builder().requestFactory(factory).build();
        MockHttpServletResponse response = new MockHttpServletResponse();
        new UpstreamFailureFilter(AnswerSettings.defaults())
                .doFilter(new MockHttpServletRequest("GET", "/x"), response, (in, out) -> {
                    try {
                        client.get()
                                .uri("http://127.0.0.1:" + port + "/x")
                                .retrieve()
                                .body(String.class);
                    } catch (RuntimeException e) {
                        // as Spring MVC hands it on
                        throw new ServletException(e);
                    }
                });
        return response.getStatus() + " " + response.getHeader("Proxy-Status");
    }
}
