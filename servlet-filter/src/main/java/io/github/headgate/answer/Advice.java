package io.github.headgate.answer;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the caller can do, in words. Pure. */
final class Advice {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private Advice() {}

    static String of(Fault fault, Outlook outlook, String method, @Nullable Long retryAfter) {
        String whenToReturn =
                switch (outlook) {
                    case PASSING -> tryAgain(retryAfter);
                    case LASTING -> "If it lasts, tell them the request id.";
                    case CALLERS -> "If you followed a link to get here, tell its author.";
                    case OPEN ->
                        tryAgain(retryAfter) + " If it lasts, tell the people who run this service the request id.";
                };
        return SAFE.contains(method) || outlook == Outlook.CALLERS
                ? whenToReturn
                : processed(fault.mayBeDone()) + " " + whenToReturn;
    }

    private static String tryAgain(@Nullable Long seconds) {
        return seconds == null
                ? "Please try again in a moment."
                : "Please try again in " + seconds + (seconds == 1 ? " second." : " seconds.");
    }

    /* Who pays twice because an error page said "try again" has been told a lie. */
    private static String processed(boolean mayBeDone) {
        return mayBeDone
                ? "Your request may have been carried out: check before you send it again."
                : "Your request was not carried out.";
    }
}
