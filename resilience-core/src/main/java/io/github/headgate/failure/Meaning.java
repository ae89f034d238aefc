package io.github.headgate.failure;

/** What a class of exception means in each phase. Immutable. */
record Meaning(FailureType connecting, FailureType exchanging, FailureType readingBody) {
    static final Meaning CLOSED = new Meaning(
            FailureType.CONNECTION_TERMINATED, FailureType.CONNECTION_TERMINATED, FailureType.HTTP_RESPONSE_INCOMPLETE);
    static final Meaning TIMED_OUT = new Meaning(
            FailureType.CONNECTION_TIMEOUT, FailureType.HTTP_RESPONSE_TIMEOUT, FailureType.CONNECTION_READ_TIMEOUT);
    static final Meaning PROTOCOL = always(FailureType.HTTP_PROTOCOL_ERROR);

    static Meaning always(FailureType type) {
        return new Meaning(type, type, type);
    }

    FailureType in(ExchangePhase phase) {
        return switch (phase) {
            case CONNECTING -> connecting;
            case EXCHANGING -> exchanging;
            case READING_BODY -> readingBody;
        };
    }
}
