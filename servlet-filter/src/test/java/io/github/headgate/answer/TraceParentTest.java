package io.github.headgate.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-" + TRACE + "-b7ad6b7169203331-01",
                "00-" + TRACE + "-b7ad6b7169203331-00",
                "cc-" + TRACE + "-b7ad6b7169203331-01",
                "01-" + TRACE + "-b7ad6b7169203331-01-what-comes-later",
            })
    void theTraceIsNamed(String header) {
        assertThat(TraceParent.traceId(header)).isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-" + TRACE,
                "ff-" + TRACE + "-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-" + TRACE + "-b7ad6b7169203331-01-more",
                "01-" + TRACE + "-b7ad6b7169203331-01more",
                "00-<script>a43dd8448eb211c80319caaaa-b7ad6b7169203331-01",
            })
    void whatIsNotValidNamesNone(String header) {
        assertThat(TraceParent.traceId(header)).isNull();
    }

    @Test
    void withoutTheHeaderThereIsNone() {
        assertThat(TraceParent.traceId(null)).isNull();
    }
}
