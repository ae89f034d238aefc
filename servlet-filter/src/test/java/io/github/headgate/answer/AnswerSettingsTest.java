package io.github.headgate.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.failure.FailureType;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.settings.SettingsReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerSettingsTest {
    @Test
    void readsAllKeys() {
        SettingsReader reader = SettingsReader.of(
                "headgate",
                Map.of("name", "edge", "expose-details", "true", "statuses.destination_unavailable", "502"));

        AnswerSettings settings = AnswerSettings.read(reader);
        reader.finish();

        assertThat(settings)
                .isEqualTo(AnswerSettings.defaults()
                        .withName("edge")
                        .withDetailsExposed()
                        .withStatus(FailureType.DESTINATION_UNAVAILABLE, 502));
        assertThat(settings.status(FailureType.DESTINATION_UNAVAILABLE)).isEqualTo(502);
        assertThat(settings.status(FailureType.DNS_TIMEOUT)).isEqualTo(504);
    }

    @Test
    void nothingSetMeansTheDefaults() {
        assertThat(AnswerSettings.read(SettingsReader.of("headgate", Map.of()))).isEqualTo(AnswerSettings.defaults());
    }

    @Test
    void namesEverythingThatIsWrong() {
        SettingsReader reader = SettingsReader.of(
                "headgate",
                Map.of(
                        "name", " ",
                        "statuses.connection_refuse", "502",
                        "statuses.dns_error", "302",
                        "statuses.dns_timeout", "many"));

        assertThat(AnswerSettings.read(reader)).isEqualTo(AnswerSettings.defaults());
        assertThatThrownBy(reader::finish)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("headgate.name =  (expected: a name that is not empty)")
                .hasMessageContaining("headgate.statuses.connection_refuse = 502 (expected: a failure type such as")
                .hasMessageContaining("headgate.statuses.dns_error = 302 (expected: a status from 400 to 599)")
                .hasMessageContaining("headgate.statuses.dns_timeout = many (expected: a status from 400 to 599)")
                .hasMessageContaining("4 settings of Headgate are wrong");
    }

    @Test
    void javaCodeIsCheckedToo() {
        assertThatThrownBy(() -> AnswerSettings.defaults().withStatus(FailureType.DNS_ERROR, 200))
                .hasMessage("statuses.dns_error: 200 (expected: a status from 400 to 599)");
        assertThatThrownBy(() -> AnswerSettings.defaults().withName("")).hasMessage("name: \"\" (expected: not empty)");
    }
}
