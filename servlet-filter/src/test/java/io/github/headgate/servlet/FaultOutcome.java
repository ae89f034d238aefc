package io.github.headgate.servlet;

import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.FailureType;
import io.github.headgate.testing.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a row came to.
 *
 * @param isPrepared whether a connection that was to be kept was good before
 * @param token the failure type that was logged; empty for none
 * @param said what was logged
 * @param response as the caller saw it on the socket
 * @param attempts of the call
 * @param counted how many of them the endpoint's breaker counted as failures
 * @param elapsed from the first byte sent to the last one received, or for which an upload did not move before it was answered
 */
record FaultOutcome(
        FaultRow row,
        boolean isPrepared,
        String token,
        String said,
        RawResponse response,
        List<AttemptReport> attempts,
        int counted,
        Duration elapsed) {
    private static final Pattern INSIDE =
            Pattern.compile("127\\.0|\\.test|224\\.0|:\\d{4,5}\\b|[a-z]Exception|java\\.|\\tat ");

    /** What it has in common with others, and what stands in the report. */
    record Result(String token, String status, int attempts, int counted, Pace pace) {}

    Result result() {
        return new Result(token, response.status() + (isBroken() ? ", broken" : ""), attempts.size(), counted, pace());
    }

    Optional<FailureType> type() {
        return FailureType.ofToken(token);
    }

    Pace pace() {
        return Pace.of(elapsed);
    }

    private boolean isBroken() {
        return row.method().equals("HEAD")
                ? !response.text().endsWith("\r\n\r\n")
                : !response.text().contains("\r\n\r\n") || response.isBroken();
    }

    private boolean isTimeout() {
        return type().filter(type -> type.status() == 504).isPresent();
    }

    /** Whether a busy machine may have had a part in it: it does that once, a fault each time. */
    boolean isDoubtful() {
        return !isPrepared
                || isLate()
                || isEarly()
                || attempts.stream().map(AttemptReport::outcome).distinct().count() > 1;
    }

    /* It took longer than what happened explains. */
    private boolean isLate() {
        Duration limit = isTimeout() && attempts.size() > 1
                ? Pace.DEADLINE_LIMIT
                : isTimeout() ? Pace.ATTEMPT_LIMIT : Pace.AT_ONCE_LIMIT;
        return elapsed.compareTo(limit) > 0 && !row.fault().isSlow();
    }

    /* No timeout is over as soon as that: an upload moved on in the middle of it, when the caller's own socket took some bytes more. */
    private boolean isEarly() {
        return isTimeout() && pace() == Pace.AT_ONCE;
    }

    /** What no caller may meet, in words. */
    List<String> violations() {
        List<String> found = new ArrayList<>();
        add(found, "no status at all", response.status() == 0);
        add(found, "a 500", response.status() == 500);
        add(found, "hangs beyond the deadline", pace() == Pace.HANGS);
        add(found, "an answer that nobody has looked at", row.fault().hasAnswered() && !token.isEmpty());
        add(found, "a 200 with a body that was cut", row.fault().cutsBody() && response.status() == 200 && !isBroken());
        add(found, "bytes that belong to no answer", response.text().contains(Fault.UNASKED_BODY));
        add(found, "a failure without a type, or one that is unknown", isGenerated() && type().isEmpty());
        type().ifPresent(type -> addToTable(found, type));
        if (isGenerated()) {
            addToAnswer(found);
        }
        return found;
    }

    /* What the table of failure types says, against what happened. */
    private void addToTable(List<String> found, FailureType type) {
        boolean isOnce = isBroken()
                || switch (type.resend()) {
                    case ANY, IDEMPOTENT -> !row.isReplayable() && !row.fault().isBeforeRequest();
                    case ELSEWHERE, NEVER -> true;
                };
        add(found, "sent again", isOnce && attempts.size() > 1);
        add(found, "not sent again", !isOnce && attempts.size() < 3);
        add(found, "counted though the endpoint is not to blame", !type.blamesEndpoint() && counted > 0);
        add(found, "not counted", type.blamesEndpoint() && counted < attempts.size() - (isOnKeptConnection() ? 1 : 0));
        add(found, "not generated", !isBroken() && !isGenerated());
    }

    /* The end of a kept connection is the pool's misfortune. */
    private boolean isOnKeptConnection() {
        return row.way().isKept() || !row.fault().callsBefore().isEmpty();
    }

    private boolean isGenerated() {
        return !isBroken() && proxyStatus().contains("error=");
    }

    private void addToAnswer(List<String> found) {
        add(found, "Proxy-Status does not say " + token, !proxyStatus().contains("error=" + token));
        type().ifPresent(type -> add(found, "not the status of " + token, response.status() != type.status()));
        add(
                found,
                "Retry-After with another status than 503, or 503 without",
                (response.status() == 503) == response.headers("Retry-After").isEmpty());
        add(found, "may be stored", !response.headers("Cache-Control").equals(List.of("no-store")));
        add(found, "Vary does not say Accept", !response.headers("Vary").contains("Accept"));
        add(found, "tells what is inside", INSIDE.matcher(response.body()).find());
    }

    private static void add(List<String> found, String violation, boolean is) {
        if (is) {
            found.add(violation);
        }
    }

    private String proxyStatus() {
        return String.join(", ", response.headers("Proxy-Status"));
    }
}
