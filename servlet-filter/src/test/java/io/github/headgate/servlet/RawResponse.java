package io.github.headgate.servlet;

import java.util.List;

/**
 * A response as it was on the wire.
 *
 * @param text every byte, as ISO 8859-1
 */
record RawResponse(String text) {
    int status() {
        return text.length() < 12 ? 0 : Integer.parseInt(text.substring(9, 12));
    }

    private String head() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? text : text.substring(0, end);
    }

    /** What follows the head, with its framing. */
    String body() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? "" : text.substring(end + 4);
    }

    /** All values of a header in order. */
    List<String> headers(String name) {
        String start = name.toLowerCase(java.util.Locale.ROOT) + ":";
        return head().lines()
                .skip(1)
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }

    /** Whether a caller that knows HTTP sees that the body is not whole. */
    boolean isBroken() {
        if (!headers("Content-Length").isEmpty()) {
            return body().length() < Integer.parseInt(headers("Content-Length").get(0));
        }
        return headers("Transfer-Encoding").equals(List.of("chunked")) && !body().endsWith("0\r\n\r\n");
    }
}
