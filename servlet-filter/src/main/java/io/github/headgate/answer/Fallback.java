package io.github.headgate.answer;

import io.github.headgate.failure.FailureType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is answered in place of the plain answer to some failures: a text, what a path of the application answers, or what a
 * handler of it does. Of several the first that matches counts. Immutable.
 *
 * @param path of the requests, without that of the web application: {@code /api/**} with all below, or exactly one; empty for any
 * @param upstreams the names of the upstreams whose failures these are; empty for any
 * @param failures the types; empty for any
 * @param statuses the statuses that would be answered otherwise; empty for any
 * @param status to answer with; 0 for the one that would be answered otherwise
 * @param contentType of the text; of no use for other kinds
 * @param kind who answers
 * @param answer the text, the path, or the name of the handler
 */
public record Fallback(
        String path,
        Set<String> upstreams,
        Set<FailureType> failures,
        Set<Integer> statuses,
        int status,
        String contentType,
        FallbackKind kind,
        String answer) {
    /** Tells that an answer is one of these, and of which {@link FallbackKind}. */
    public static final String HEADER = "Headgate-Fallback";

    /**
     * Copies of the sets are kept.
     *
     * @throws IllegalArgumentException if the status is none, or the path to forward to or the name of the handler is empty
     */
    public Fallback {
        if (kind != FallbackKind.TEXT && answer.isBlank()) {
            throw new IllegalArgumentException(kind.token() + ": \"" + answer + "\" (expected: not empty)");
        }
        if (status != 0 && (status < 200 || status > 599)) {
            throw new IllegalArgumentException("status: " + status + " (expected: 0, or from 200 to 599)");
        }
        upstreams = Set.copyOf(upstreams);
        failures = Set.copyOf(failures);
        statuses = Set.copyOf(statuses);
    }

    /** This text for any failure, with the status that it has. */
    public static Fallback text(String contentType, String text) {
        return new Fallback("", Set.of(), Set.of(), Set.of(), 0, contentType, FallbackKind.TEXT, text);
    }

    /** What this path of the application answers, for any failure. */
    public static Fallback forward(String path) {
        return new Fallback("", Set.of(), Set.of(), Set.of(), 0, "", FallbackKind.FORWARD, path);
    }

    /** What the handler of this name answers, for any failure. */
    public static Fallback handler(String name) {
        return new Fallback("", Set.of(), Set.of(), Set.of(), 0, "", FallbackKind.HANDLER, name);
    }

    /** The same for requests of this path only. */
    public Fallback forPath(String pattern) {
        return new Fallback(pattern, upstreams, failures, statuses, status, contentType, kind, answer);
    }

    /** The same for failures of these upstreams only. */
    public Fallback forUpstreams(Set<String> names) {
        return new Fallback(path, names, failures, statuses, status, contentType, kind, answer);
    }

    /** The same for failures of these types only. */
    public Fallback forFailures(Set<FailureType> types) {
        return new Fallback(path, upstreams, types, statuses, status, contentType, kind, answer);
    }

    /** The same with this status. */
    public Fallback withStatus(int own) {
        return new Fallback(path, upstreams, failures, statuses, own, contentType, kind, answer);
    }

    /**
     * Whether it is for this failure.
     *
     * @param requested the path without that of the web application
     * @param upstream its name; null if it is not known
     * @param answered the status that would be answered otherwise
     */
    public boolean matches(String requested, @Nullable String upstream, FailureType type, int answered) {
        return new PathPattern(path).matches(requested)
                && (upstreams.isEmpty() || (upstream != null && upstreams.contains(upstream)))
                && (failures.isEmpty() || failures.contains(type))
                && (statuses.isEmpty() || statuses.contains(answered));
    }
}
