package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForwardedElementTest {
    @Test
    void plainValuesStandAsTheyAre() {
        assertThat(ForwardedElement.of("192.0.2.1", "example.org", "https"))
                .isEqualTo("for=192.0.2.1;host=example.org;proto=https");
    }

    @Test
    void ipv6AndPortsAreQuoted() {
        assertThat(ForwardedElement.of("2001:db8:0:0:0:0:0:1", "example.org:8443", "https"))
                .isEqualTo("for=\"[2001:db8:0:0:0:0:0:1]\";host=\"example.org:8443\";proto=https");
        assertThat(ForwardedElement.of("fe80::1%eth0", null, "http")).isEqualTo("for=\"[fe80::1]\";proto=http");
    }

    @Test
    void nothingEscapesItsQuotes() {
        assertThat(ForwardedElement.of("192.0.2.1", "a\"b\\c", "http"))
                .isEqualTo("for=192.0.2.1;host=\"a\\\"b\\\\c\";proto=http");
    }
}
