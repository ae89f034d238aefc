package io.github.headgate.answer;

import org.jspecify.annotations.Nullable;

/**
 * Problem details (RFC 9457). Pure.
 *
 * <p>The {@code type} is the registry in which the failure types are defined (RFC 9209 §4), with the name of the type as
 * its fragment: a URI that is stable, that leads to documentation when followed, and that needs no server of ours.
 * {@code about:blank} would not do, since its {@code title} may say no more than the status (RFC 9457 §4.2.1). That is all
 * that is known of an error that was received, so there it stands.
 */
final class ProblemJson {
    private static final String TYPES = "https://www.iana.org/assignments/http-proxy-status#";

    private final StringBuilder json = new StringBuilder("{");

    private ProblemJson() {}

    static String write(Report report) {
        ProblemJson problem = new ProblemJson();
        String error = report.errorToken();
        problem.text("type", error == null ? "about:blank" : TYPES + error);
        problem.text("title", report.title());
        problem.number("status", report.status());
        problem.text("detail", report.title() + ". " + report.outlook() + " " + report.advice());
        problem.text("instance", reference(report.path()));
        problem.text("error", error);
        problem.text("upstream", report.upstream());
        problem.text("requestId", report.requestId());
        problem.text("traceId", report.traceId());
        problem.text("timestamp", report.timestamp().toString());
        if (report.retryAfter() != null) {
            problem.number("retryAfter", report.retryAfter());
        }
        problem.text("details", report.details());
        return problem.json.append("}\n").toString();
    }

    /* As a URI reference, a path that begins with two slashes would name a host (RFC 3986 §4.2). */
    private static String reference(String path) {
        return path.startsWith("//") ? "/." + path : path;
    }

    private void text(String name, @Nullable String value) {
        if (value != null) {
            name(name);
            quote(value);
        }
    }

    private void number(String name, long value) {
        name(name);
        json.append(value);
    }

    private void name(String name) {
        if (json.length() > 1) {
            json.append(',');
        }
        quote(name);
        json.append(':');
    }

    /* Beyond what RFC 8259 §7 asks, whatever could end a script element or a line of JavaScript is escaped as well. */
    private void quote(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
