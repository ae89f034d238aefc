package io.github.headgate.answer;

import org.jspecify.annotations.Nullable;

/** The report for a terminal: one thing a line. Pure. */
final class PlainText {
    private PlainText() {}

    static String write(Report report) {
        StringBuilder text = new StringBuilder();
        text.append(report.status()).append(' ').append(report.title()).append(".\n");
        text.append(report.outlook()).append(' ').append(report.advice()).append("\n\n");
        line(text, "error", report.errorToken());
        line(text, "upstream", report.upstream());
        line(text, "request id", report.requestId());
        line(text, "trace id", report.traceId());
        line(text, "time", report.timestamp().toString());
        line(text, "details", report.details());
        return text.toString();
    }

    private static void line(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(name)
                    .append(": ")
                    .append(value.replaceAll("\\p{Cntrl}", " "))
                    .append('\n');
        }
    }
}
