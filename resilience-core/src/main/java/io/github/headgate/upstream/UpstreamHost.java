package io.github.headgate.upstream;

import java.util.Locale;
import java.util.Set;

/**
 * A host by which callers mean an upstream, whatever its endpoints are. Immutable.
 *
 * @param name in lower case; IPv6 in brackets
 * @param port from 1 to 65535, or 0 for the one that belongs to the scheme of the URL
 */
public record UpstreamHost(String name, int port) {
    /** What {@link #parse} expects, in words. */
    public static final String EXPECTED = "a host with or without a port, such as api.example.com";

    /**
     * Reads a host.
     *
     * @param text for example {@code api.example.com} or {@code api.example.com:8443}
     * @throws IllegalArgumentException if it is something else, such as a URL; its message says what was expected
     */
    public static UpstreamHost parse(String text) {
        if (!isHost(text)) {
            throw new IllegalArgumentException(EXPECTED);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        int colon = colon(lower);
        return colon < 0
                ? new UpstreamHost(lower, 0)
                : new UpstreamHost(lower.substring(0, colon), Integer.parseInt(lower.substring(colon + 1)));
    }

    static boolean isHost(String text) {
        if (text.indexOf('/') >= 0 || text.chars().anyMatch(Character::isWhitespace)) {
            return false;
        }
        try {
            Endpoint.parse("http://" + text, false);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /* Before the port, not one inside an IPv6 address. */
    private static int colon(String text) {
        int colon = text.lastIndexOf(':');
        return colon > text.lastIndexOf(']') ? colon : -1;
    }

    /**
     * How a URL may write it.
     *
     * @param defaultPort the port that belongs to the scheme of the URL
     */
    public Set<String> authorities(int defaultPort) {
        return port == 0 || port == defaultPort ? Set.of(name, name + ":" + defaultPort) : Set.of(name + ":" + port);
    }

    /** As settings write it. */
    @Override
    public String toString() {
        return port == 0 ? name : name + ":" + port;
    }
}
