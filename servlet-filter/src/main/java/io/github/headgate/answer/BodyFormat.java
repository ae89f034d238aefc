package io.github.headgate.answer;

import java.util.List;

/** The bodies that we can write, the one for "anything" first. */
enum BodyFormat {
    PROBLEM_JSON("application/problem+json"),
    HTML("text/html; charset=utf-8"),
    TEXT("text/plain; charset=utf-8");

    private final String contentType;

    BodyFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /** The media types that ask for this body, in lower case; problem details (RFC 9457) are JSON and serve for it. */
    List<String> mediaTypes() {
        return switch (this) {
            case PROBLEM_JSON -> List.of("application/problem+json", "application/json");
            case HTML -> List.of("text/html");
            case TEXT -> List.of("text/plain");
        };
    }
}
