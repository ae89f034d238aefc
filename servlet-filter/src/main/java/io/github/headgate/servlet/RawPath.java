package io.github.headgate.servlet;

import java.util.Locale;
import java.util.Optional;

/**
 * Refuses paths that the gateway and an upstream may read differently: then a route, or the guard behind it, would be
 * chosen for one path and another be served. Pure.
 */
final class RawPath {
    private RawPath() {}

    /** What is wrong with a path as the caller wrote it; empty if it can be sent on. */
    static Optional<String> fault(String rawPath) {
        if (!rawPath.startsWith("/")) {
            return Optional.of("The path does not begin with a slash");
        }
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (c == '\\' || c <= ' ' || c > '~') {
                return Optional.of("The path contains a character that must be percent-encoded");
            }
            if (c == '%') {
                if (!isHex(rawPath, i + 1) || !isHex(rawPath, i + 2)) {
                    return Optional.of("The path is not correctly percent-encoded");
                }
                String code = rawPath.substring(i + 1, i + 3).toLowerCase(Locale.ROOT);
                if (code.equals("2f") || code.equals("5c") || code.equals("00")) {
                    return Optional.of("The path contains an encoded slash, backslash or NUL");
                }
            }
        }
        for (String segment : rawPath.split("/", -1)) {
            if (isDotSegment(segment)) {
                return Optional.of("The path contains a dot segment");
            }
        }
        return Optional.empty();
    }

    /* "..;x=1" too: servlet containers drop the parameter first and then go up. */
    private static boolean isDotSegment(String segment) {
        String decoded = segment.toLowerCase(Locale.ROOT).replace("%2e", ".").replace("%3b", ";");
        int parameters = decoded.indexOf(';');
        String name = parameters < 0 ? decoded : decoded.substring(0, parameters);
        return name.equals(".") || name.equals("..");
    }

    private static boolean isHex(String text, int index) {
        return index < text.length() && Character.digit(text.charAt(index), 16) >= 0;
    }
}
