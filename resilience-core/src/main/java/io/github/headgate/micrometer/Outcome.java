package io.github.headgate.micrometer;

import io.github.headgate.failure.FailureType;
import io.micrometer.observation.Observation;

/**
 * How a call or an attempt ended, as tags tell it. Immutable.
 *
 * @param outcome {@code answered}, {@code received_error} for a status of 500 or above that the upstream sent itself, {@code failed},
 *     {@code abandoned} by the application, or {@code released}
 * @param failure the failure type, or {@code none}
 * @param status that was received, or that the table of failures gives to the caller; {@code none} if this is not HTTP, and
 *     {@code other} for those that nobody knows, so that no upstream can make up more and more of them
 */
record Outcome(String outcome, String failure, String status) {
    static final Outcome ABANDONED = new Outcome("abandoned", "none", "none");

    /** Of an attempt that was neither answered nor failed. */
    static final Outcome RELEASED = new Outcome("released", "none", "none");

    /** How many slots there are for statuses. */
    static final int STATUSES = 600;

    private static final int SERVER_ERROR = 500;
    private static final int OTHER = 1;
    private static final String NONE = "none";

    static Outcome of(int status) {
        String outcome = status >= SERVER_ERROR ? "received_error" : "answered";
        return new Outcome(outcome, NONE, status(slot(status)));
    }

    static Outcome of(FailureType type) {
        return new Outcome("failed", type.token(), String.valueOf(type.status()));
    }

    /** Ends an observation with this. */
    void end(Observation observation) {
        observation
                .lowCardinalityKeyValue("outcome", outcome)
                .lowCardinalityKeyValue("failure", failure)
                .lowCardinalityKeyValue("status", status)
                .stop();
    }

    /** In one word: the failure type, or {@code status_503}. */
    String reason() {
        return failure.equals(NONE) ? "status_" + status : failure;
    }

    /** From 0 to below {@link #STATUSES}. */
    static int slot(int status) {
        return status == 0 || isKnown(status) ? status : OTHER;
    }

    private static String status(int slot) {
        return switch (slot) {
            case 0 -> NONE;
            case OTHER -> "other";
            default -> String.valueOf(slot);
        };
    }

    /* What RFC 9110 and the registry beside it name, and what CDNs and nginx have added. */
    private static boolean isKnown(int status) {
        return isIn(status, 200, 208)
                || status == 226
                || isIn(status, 300, 308)
                || isIn(status, 400, 431)
                || status == 451
                || status == 499
                || isIn(status, 500, 511)
                || isIn(status, 520, 530);
    }

    private static boolean isIn(int status, int first, int last) {
        return status >= first && status <= last;
    }
}
