package io.github.headgate.servlet;

/**
 * How the reverse proxy finds out that a caller has left while it waits for the upstream's answer; the exchange with the upstream
 * is cancelled then. What leaves by HTTP/2, by TLS that ends at the container, or in a container without a seam is never seen.
 */
public enum ClientGone {
    /**
     * A connection that the caller closed or reset. TCP cannot tell a close from a half-close: a caller that closes only its own
     * direction after the request, and still reads, gets no answer either.
     */
    FIN_AND_RST,

    /** Only a connection that was reset; a caller that closed it is waited for, as if it still read. */
    RST_ONLY,

    /** Nobody looks. */
    OFF
}
