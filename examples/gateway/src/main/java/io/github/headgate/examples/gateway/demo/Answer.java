package io.github.headgate.examples.gateway.demo;

import java.time.Duration;

/**
 * What the caller got. Immutable.
 *
 * @param status the HTTP status
 * @param proxyStatus the header {@code Proxy-Status}; empty if there was none
 * @param elapsed to the end of the answer
 */
record Answer(int status, String proxyStatus, Duration elapsed) {
    /** The failure type of {@code Proxy-Status}; empty if the upstream answered. */
    String error() {
        int start = proxyStatus.indexOf("error=");
        if (start < 0) {
            return "";
        }
        String rest = proxyStatus.substring(start + "error=".length());
        int end = rest.indexOf(';');
        return (end < 0 ? rest : rest.substring(0, end)).strip();
    }
}
