package io.github.headgate.servlet;

import io.github.headgate.failure.FailureType;
import org.jspecify.annotations.Nullable;

/** What the end of a request tells about how busy the application is. */
enum RequestOutcome {
    /** It was answered: its time counts. */
    ANSWERED,
    /** Something had too much to do for it, or did not answer it in time. */
    DROPPED,
    /** Nothing: its caller is to blame, it failed at once, or it became another protocol. */
    OTHER;

    private static final String NO_ENDPOINT = "error=" + FailureType.DESTINATION_UNAVAILABLE.token();

    /**
     * Of a request that was answered so.
     *
     * @param proxyStatus of the answer; null for none. Where no endpoint was there to be asked, the application was not busy.
     */
    static RequestOutcome of(int status, @Nullable String proxyStatus) {
        if (status == 504 || status == 503) {
            return proxyStatus != null && proxyStatus.contains(NO_ENDPOINT) ? OTHER : DROPPED;
        }
        return status >= 200 && status < 400 ? ANSWERED : OTHER;
    }
}
