package io.github.headgate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTypeTest {
    /** The table of the documentation, once more: a change of a row has to be made on purpose, in two places. */
    private static final List<Row> TABLE = """
            dns_error                           502 ANY        blamed
            dns_timeout                         504 ANY        blamed
            destination_not_found               500 NEVER      not
            destination_unavailable             503 NEVER      not
            destination_ip_prohibited           502 NEVER      not
            destination_ip_unroutable           502 ANY        blamed
            connection_refused                  502 ANY        blamed
            connection_timeout                  504 ANY        blamed
            connection_terminated               502 IDEMPOTENT blamed
            connection_read_timeout             504 IDEMPOTENT blamed
            connection_write_timeout            504 IDEMPOTENT blamed
            connection_limit_reached            503 ELSEWHERE  not
            tls_protocol_error                  502 ANY        blamed
            tls_certificate_error               502 ANY        blamed
            tls_alert_received                  502 ANY        blamed
            http_request_error                  400 NEVER      not
            http_request_denied                 403 NEVER      not
            http_response_incomplete            502 IDEMPOTENT blamed
            http_response_header_section_size   502 NEVER      blamed
            http_response_header_size           502 NEVER      blamed
            http_response_body_size             502 NEVER      not
            http_response_trailer_section_size  502 NEVER      blamed
            http_response_trailer_size          502 NEVER      blamed
            http_response_transfer_coding       502 IDEMPOTENT blamed
            http_response_content_coding        502 IDEMPOTENT blamed
            http_response_timeout               504 IDEMPOTENT blamed
            http_upgrade_failed                 502 NEVER      not
            http_protocol_error                 502 IDEMPOTENT blamed
            proxy_internal_error                500 NEVER      not
            proxy_configuration_error           500 NEVER      not
            proxy_loop_detected                 502 NEVER      not
            """.lines().map(Row::of).toList();

    record Row(String token, int status, Resend resend, boolean blames) {
        static Row of(String line) {
            String[] cells = line.split(" +", -1);
            return new Row(cells[0], Integer.parseInt(cells[1]), Resend.valueOf(cells[2]), cells[3].equals("blamed"));
        }

        static Row of(FailureType type) {
            return new Row(type.token(), type.status(), type.resend(), type.blamesEndpoint());
        }

        @Override
        public String toString() {
            return token;
        }
    }

    static List<Row> rows() {
        return TABLE;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void givenARowOfTheTable_thenTheTypeOfThatNameSaysTheSame(Row row) {
        FailureType type = FailureType.ofToken(row.token()).orElseThrow();

        assertThat(Row.of(type)).isEqualTo(row);
        assertThat(type.status()).isEqualTo(row.status());
        assertThat(type.resend()).isEqualTo(row.resend());
        assertThat(type.blamesEndpoint()).isEqualTo(row.blames());
    }

    @Test
    void theTableAndTheTypesHaveTheSameRowsInTheSameOrder() {
        assertThat(Arrays.stream(FailureType.values()).map(FailureType::token))
                .containsExactlyElementsOf(TABLE.stream().map(Row::token).toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeHasWordsForTheCallerAndForThePersonOnCall(FailureType type) {
        assertThat(type.title()).isNotBlank().doesNotEndWith(".");
        assertThat(type.advice()).isNotBlank();
        assertThat(type).hasToString(type.token());
        assertThat(type.token()).matches("[a-z_]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CONNECTION_REFUSED", "connection-refused", "no_such_type"})
    void givenAnythingButAnExactName_whenATypeIsLookedUp_thenThereIsNone(String token) {
        assertThat(FailureType.ofToken(token)).isEmpty();
    }
}
