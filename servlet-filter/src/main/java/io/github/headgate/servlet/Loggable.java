package io.github.headgate.servlet;

/** Text of others, made fit for a log line. Pure. */
final class Loggable {
    private static final int MAX_LENGTH = 512;
    private static final int MAX_MESSAGE_LENGTH = 4096;

    private Loggable() {}

    /** Text of the caller: at most 512 characters, none of which ends or forges a line. */
    static String text(String callers) {
        return shorten(callers, MAX_LENGTH);
    }

    /** The message of an exception: at most 4096 characters, none of which ends or forges a line. */
    static String line(String message) {
        return shorten(message, MAX_MESSAGE_LENGTH);
    }

    private static String shorten(String text, int maxLength) {
        String shortened = text.length() > maxLength ? text.substring(0, maxLength) + "…" : text;
        return shortened.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    }
}
