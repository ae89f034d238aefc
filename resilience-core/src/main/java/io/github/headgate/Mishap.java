package io.github.headgate;

import io.github.headgate.failure.UpstreamException;
import java.util.regex.Pattern;

/**
 * A failure in whose place a response may be given. Immutable.
 *
 * @param parameter of {@code Proxy-Status} (RFC 9209), which tells what happened
 * @param why in words for the log
 */
record Mishap(String parameter, String why) {
    /* A token of RFC 9651; other names are written in quotes, and hold nothing that would have to be escaped there. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z].*");

    static Mishap of(UpstreamException failure) {
        return new Mishap("error=" + failure.type().token(), String.valueOf(failure.getMessage()));
    }

    static Mishap of(int status) {
        return new Mishap("received-status=" + status, "status " + status);
    }

    /** The value of {@code Proxy-Status} of a response that is given in its place. */
    String proxyStatus(String upstream) {
        String hop = TOKEN.matcher(upstream).matches() ? upstream : '"' + upstream + '"';
        return "headgate; " + parameter + "; next-hop=" + hop;
    }
}
