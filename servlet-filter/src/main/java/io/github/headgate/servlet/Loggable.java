package io.github.headgate.servlet;

/** Text of the caller, made fit for a log line. Pure. */
final class Loggable {
    private static final int MAX_LENGTH = 512;

    private Loggable() {}

    /** At most 512 characters, none of which ends or forges a line. */
    static String text(String callers) {
        String shortened = callers.length() > MAX_LENGTH ? callers.substring(0, MAX_LENGTH) + "…" : callers;
        return shortened.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    }
}
