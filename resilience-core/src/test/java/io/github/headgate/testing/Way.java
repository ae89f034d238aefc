package io.github.headgate.testing;

/** How a fault is met: over which connection, in which version, with what kind of request. */
public enum Way {
    /** Over TCP, on a fresh connection, in HTTP/1.1, with a request that has no body or a small one of known length. */
    PLAIN("plain"),
    /** With a certificate that is good. */
    TLS("TLS"),
    /** On a connection that has been used for one good exchange before. */
    KEPT("kept"),
    /** Both. */
    KEPT_TLS("kept TLS"),
    /** The same reply, in the older version. */
    HTTP_1_0("HTTP/1.0"),
    /** The request has a small body of which nobody says how long it is. */
    CHUNKED_REQUEST("chunked request"),
    /** The request has a body that fits into no {@code request-buffer}. */
    LARGE_REQUEST("large request");

    private final String text;

    Way(String text) {
        this.text = text;
    }

    /** Whether a connection is first used for an exchange with nothing wrong. */
    public boolean isKept() {
        return this == KEPT || this == KEPT_TLS;
    }

    boolean isTls() {
        return this == TLS || this == KEPT_TLS;
    }

    /** Whether a request with this method can be such a one. */
    public boolean isFor(String method) {
        boolean isAboutBody = this == CHUNKED_REQUEST || this == LARGE_REQUEST;
        return !isAboutBody || method.equals("POST") || method.equals("PUT");
    }

    /** In words, as for a report. */
    @Override
    public String toString() {
        return text;
    }
}
