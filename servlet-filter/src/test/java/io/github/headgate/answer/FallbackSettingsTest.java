package io.github.headgate.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.failure.FailureType;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FallbackSettingsTest {
    @TempDir
    private Path directory;

    private static List<Fallback> read(String... lines) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            settings.put(line.substring(0, equals), line.substring(equals + 1));
        }
        SettingsReader reader = SettingsReader.of("headgate", settings);
        AnswerSettings read = AnswerSettings.read(reader, Set.of("orders", "stock"), ApplicationLookup.ofFiles());
        reader.finish();
        return read.fallbacks();
    }

    @Test
    void areReadInTheirOrder() throws IOException {
        Path file = Files.writeString(directory.resolve("sorry.html"), "<p>Später</p>");
        assertThat(read(
                        "fallbacks[0].path=/api/**",
                        "fallbacks[0].upstreams=orders,stock",
                        "fallbacks[0].failures=connection_refused, dns-error",
                        "fallbacks[0].statuses=502-503",
                        "fallbacks[0].status=200",
                        "fallbacks[0].content-type=application/json",
                        "fallbacks[0].text=[]",
                        "fallbacks[1].file=" + file,
                        "fallbacks[2].forward=/sorry.jsp",
                        "fallbacks[3].file=classpath:logback-test.xml"))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo(new Fallback(
                                        "/api/**",
                                        Set.of("orders", "stock"),
                                        Set.of(FailureType.CONNECTION_REFUSED, FailureType.DNS_ERROR),
                                        Set.of(502, 503),
                                        200,
                                        "application/json",
                                        FallbackKind.TEXT,
                                        "[]")),
                        second -> assertThat(second.answer()).isEqualTo("<p>Später</p>"),
                        third -> assertThat(third.answer()).isEqualTo("/sorry.jsp"),
                        fourth -> assertThat(fourth.answer()).startsWith("<configuration>"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file=/no/such/sorry.html | headgate.fallbacks[0].file = /no/such/sorry.html (expected: a file of at most 1 MB",
                "file=classpath:none.html | headgate.fallbacks[0].file = classpath:none.html (expected: a file",
                "status=200 | headgate.fallbacks[0].text =  (expected: one of text, file, forward and handler)",
                "handler=sorry | headgate.fallbacks[0].handler = sorry (expected: none: there are no handlers here)",
                "forward=sorry | headgate.fallbacks[0].forward = sorry (expected: a path of the application",
                "path=api | headgate.fallbacks[0].path = api (expected: a path such as",
                "upstreams=order | headgate.fallbacks[0].upstreams = order (expected: of [orders, stock])",
                "failures=refused | headgate.fallbacks[0].failures = refused (expected: failure types such as",
                "status=100 | headgate.fallbacks[0].status = 100 (expected: a status from 200 to 599)",
                "statuses=200 | headgate.fallbacks[0].statuses = 200",
                "boddy=x | headgate.fallbacks[0].boddy = x (expected: no such setting"
            })
    void whatIsWrongIsNamed(String line, String problem) {
        assertThatThrownBy(() -> read("fallbacks[0]." + line))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(problem.strip());
    }

    @Test
    void twoAnswersAreOneTooMany() {
        assertThatThrownBy(() -> read("fallbacks[0].text=a", "fallbacks[0].forward=/b"))
                .hasMessageContaining("one of text, file, forward and handler");
    }
}
