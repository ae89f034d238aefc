package io.github.headgate.servlet;

import java.util.Set;

/**
 * Which requests go to which upstream. Immutable.
 *
 * <p>A path ends in {@code /**} and then takes everything below and the path itself without the ending, or it takes
 * exactly one path. It is compared with the path as the caller wrote it: {@code /%61pi} is not {@code /api}.
 *
 * @param path for example {@code /api/orders/**} or {@code /status}
 * @param upstream the name of the upstream
 * @param stripPrefix what is taken off the front of the path before it is sent on, for example {@code /api}; empty for
 *     nothing
 * @param preserveHost whether the upstream sees the caller's {@code Host}; otherwise it sees its own name
 * @param overrideErrors the statuses, 400 to 599, in the place of which we answer when the upstream sends them; any other
 *     answer passes as it is
 * @param sheddable whether its calls are refused before others when the upstream has more to do than it can
 */
public record Route(
        String path,
        String upstream,
        String stripPrefix,
        boolean preserveHost,
        Set<Integer> overrideErrors,
        boolean sheddable) {
    static final int MIN_ERROR = 400;
    static final int MAX_ERROR = 599;

    private static final String ANYTHING_BELOW = "/**";

    static final String PATH_EXPECTED = "a path such as /status or /api/orders/**";
    static final String STRIP_PREFIX_EXPECTED = "the first whole segments of the path, such as /api for /api/orders/**";

    /**
     * A copy of the set is kept.
     *
     * @throws IllegalArgumentException if the path is not one, the prefix is not a prefix of it, or a status is no error
     */
    public Route {
        if (!isPath(path)) {
            throw new IllegalArgumentException("path: \"" + path + "\" (expected: " + PATH_EXPECTED + ")");
        }
        if (!isPrefix(stripPrefix, path)) {
            throw new IllegalArgumentException(
                    "strip-prefix: \"" + stripPrefix + "\" (expected: " + STRIP_PREFIX_EXPECTED + ")");
        }
        for (int status : overrideErrors) {
            if (status < MIN_ERROR || status > MAX_ERROR) {
                throw new IllegalArgumentException(
                        "override-errors: " + status + " (expected: from " + MIN_ERROR + " to " + MAX_ERROR + ")");
            }
        }
        overrideErrors = Set.copyOf(overrideErrors);
    }

    /** A route on which every answer of the upstream passes as it is. */
    public Route(String path, String upstream, String stripPrefix, boolean preserveHost) {
        this(path, upstream, stripPrefix, preserveHost, Set.of(), false);
    }

    /** A route that sends the path on as it is, to the upstream's own host name. */
    public static Route of(String path, String upstream) {
        return new Route(path, upstream, "", false);
    }

    /** The same route, and we answer in the place of the upstream when it sends one of these statuses, 400 to 599. */
    public Route withOverrideErrors(Set<Integer> statuses) {
        return new Route(path, upstream, stripPrefix, preserveHost, statuses, sheddable);
    }

    /** The same route, and its calls are refused before others when the upstream has more to do than it can. */
    public Route withSheddableCalls() {
        return new Route(path, upstream, stripPrefix, preserveHost, overrideErrors, true);
    }

    static boolean isPath(String path) {
        return path.startsWith("/")
                && base(path).chars().noneMatch(c -> c <= ' ' || c > '~' || "*?#\\".indexOf(c) >= 0);
    }

    /* A prefix that ended within a segment would leave a path without its slash. */
    static boolean isPrefix(String prefix, String path) {
        return prefix.isEmpty()
                || (prefix.startsWith("/") && !prefix.endsWith("/") && (base(path) + "/").startsWith(prefix + "/"));
    }

    private static String base(String path) {
        return path.endsWith(ANYTHING_BELOW) ? path.substring(0, path.length() - ANYTHING_BELOW.length()) : path;
    }

    boolean isExact() {
        return !path.endsWith(ANYTHING_BELOW);
    }

    /** The fixed part of the path; the longest that matches wins. */
    String base() {
        return base(path);
    }

    boolean matches(String rawPath) {
        return isExact() ? rawPath.equals(path) : rawPath.equals(base()) || rawPath.startsWith(base() + "/");
    }

    /** The path to send on for a path that this route matches; never without its leading slash. */
    String upstreamPath(String rawPath) {
        String rest = rawPath.substring(stripPrefix.length());
        return rest.isEmpty() ? "/" : rest;
    }
}
