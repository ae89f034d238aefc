package io.github.headgate.answer;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The report for a visitor with a browser: one page that needs nothing else from anywhere. Pure. */
final class HtmlPage {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            """;

    private static final String STYLE = """
            <style>
            :root { color-scheme: light dark; }
            body { margin: 0; background: Canvas; color: CanvasText; font: 1.0625rem/1.6 system-ui, sans-serif; }
            main { max-width: 36rem; margin: 12vh auto; padding: 0 1.5rem; }
            h1 { font-size: 1.5rem; line-height: 1.3; overflow-wrap: anywhere; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.5rem 1.5rem; margin-top: 2rem;
                 padding-top: 1.5rem; border-top: 1px solid; font-size: 0.875rem; }
            dt { font-weight: 600; }
            dd { margin: 0; overflow-wrap: anywhere; }
            </style>
            """;

    /** What the page needs, its own style, and nothing else: a header for those who look for a hole in it. */
    static final Header POLICY = new Header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private HtmlPage() {}

    static String write(Report report) {
        StringBuilder page = new StringBuilder(HEAD);
        boolean reloads = report.reloads() && report.retryAfter() != null;
        if (reloads) {
            page.append("<meta http-equiv=\"refresh\" content=\"")
                    .append(report.retryAfter())
                    .append("\">\n");
        }
        element(page, "title", report.status() + " " + report.title());
        page.append(STYLE).append("</head>\n<body>\n<main>\n");
        element(page, "h1", report.title());
        element(page, "p", report.outlook());
        element(page, "p", report.advice() + (reloads ? " This page will then load itself again." : ""));
        page.append("<dl>\n");
        String error = report.errorToken();
        entry(page, "Status", report.status() + (error == null ? "" : " " + error));
        if (report.upstream() != null) {
            entry(page, "Service", report.upstream());
        }
        entry(page, "Request id", report.requestId());
        if (report.traceId() != null) {
            entry(page, "Trace id", report.traceId());
        }
        page.append("<dt>Time</dt><dd><time datetime=\"")
                .append(report.timestamp())
                .append("\">")
                .append(TIME.format(report.timestamp()))
                .append("</time></dd>\n");
        if (report.details() != null) {
            entry(page, "Details", report.details());
        }
        return page.append("</dl>\n</main>\n</body>\n</html>\n").toString();
    }

    private static void element(StringBuilder page, String name, String text) {
        page.append('<').append(name).append('>').append(escape(text));
        page.append("</").append(name).append(">\n");
    }

    private static void entry(StringBuilder page, String term, String text) {
        page.append("<dt>")
                .append(term)
                .append("</dt><dd>")
                .append(escape(text))
                .append("</dd>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
