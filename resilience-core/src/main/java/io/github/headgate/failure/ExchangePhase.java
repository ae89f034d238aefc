package io.github.headgate.failure;

/** How far an exchange with an endpoint has come; the same exception means different things in each phase. */
public enum ExchangePhase {
    /** Resolving, waiting for a connection, connecting or in the TLS handshake: no byte of the request was written. */
    CONNECTING,
    /** The request is being written or the response head is awaited: the endpoint may have processed the request. */
    EXCHANGING,
    /** The response head is complete and its body is being read. */
    READING_BODY
}
