package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HttpClientVersionTest {
    @Test
    void oursIsNotRefused() {
        assertThatCode(HttpClientVersion::check).doesNotThrowAnyException();
    }

    @Test
    void anOlderOneIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> HttpClientVersion.check(() -> {
                    throw new IncompatibleClassChangeError("cannot inherit from final class");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "org.apache.httpcomponents.client5:httpclient5 is \\S+ \\(expected: 5.6 or later; with"
                                + " Spring Boot 3.5, set httpclient5.version and httpcore5.version\\)");
    }
}
