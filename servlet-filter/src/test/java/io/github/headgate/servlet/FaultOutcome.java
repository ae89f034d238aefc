package io.github.headgate.servlet;

import io.github.headgate.testing.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * What a row came to.
 *
 * @param type the failure type that was logged; empty for none
 * @param response as the caller saw it on the socket
 * @param attempts of the call
 */
record FaultOutcome(FaultRow row, String type, RawResponse response, int attempts, Pace pace) {
    boolean isBroken() {
        return row.method().equals("HEAD")
                ? !response.text().endsWith("\r\n\r\n")
                : !response.text().contains("\r\n\r\n") || response.isBroken();
    }

    String status() {
        return response.status() + (isBroken() ? ", broken" : "");
    }

    /** What no caller may meet, in words. */
    List<String> violations() {
        List<String> found = new ArrayList<>();
        if (response.status() == 0) {
            found.add("no status at all");
        }
        if (response.status() == 500) {
            found.add("a 500");
        }
        if (pace == Pace.HANGS) {
            found.add("hangs beyond the deadline");
        }
        if (row.fault().cutsBody() && response.status() == 200 && !isBroken()) {
            found.add("a 200 with a body that was cut");
        }
        if (response.text().contains(Fault.UNASKED_BODY)) {
            found.add("bytes that belong to no answer");
        }
        if (!isBroken() && !type.isEmpty() && !proxyStatus().contains("error=" + type)) {
            found.add("Proxy-Status does not say " + type);
        }
        return found;
    }

    private String proxyStatus() {
        return String.join(", ", response.headers("Proxy-Status"));
    }

    String line() {
        return "| " + String.join(" | ", row.method(), row.fault().toString(), type.isEmpty() ? "–" : "`" + type + "`")
                + " | " + String.join(" | ", status(), String.valueOf(attempts), pace.toString()) + " |";
    }
}
