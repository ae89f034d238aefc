package io.github.headgate.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestIdsTest {
    private final RequestIds ids = new RequestIds(() -> "fresh");

    @Test
    void keepsWhatIsSane() {
        assertThat(ids.choose("aZ09._-")).isEqualTo("aZ09._-");
        assertThat(ids.choose("x".repeat(128))).hasSize(128);
    }

    @Test
    void replacesWhatIsNot() {
        assertThat(ids.choose(null)).isEqualTo("fresh");
        assertThat(ids.choose("")).isEqualTo("fresh");
        assertThat(ids.choose("x".repeat(129))).isEqualTo("fresh");
        assertThat(ids.choose("a b")).isEqualTo("fresh");
        assertThat(ids.choose("a\r\nb")).isEqualTo("fresh");
        assertThat(ids.choose("<script>")).isEqualTo("fresh");
    }
}
