package io.github.headgate.servlet;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a {@code Location} that only makes sense inside into one that leads back through the route. Immutable.
 *
 * @param prefix what the path lost on its way to the upstream: context path and stripped prefix
 * @param publicOrigin scheme and authority under which the caller reached us, for example {@code https://example.org}
 * @param isOwn whether an authority is the upstream's own, or the one that it was told it has
 */
record LocationRewriter(String prefix, String publicOrigin, Predicate<String> isOwn) {
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]*)([^?#]*)(.*)");

    /** The value to send to the caller; foreign and relative locations are left alone. */
    String rewrite(String location) {
        if (location.startsWith("/") && !location.startsWith("//")) {
            return prefix + location;
        }
        Matcher absolute = ABSOLUTE.matcher(location);
        if (absolute.matches() && isOwn.test(absolute.group(1))) {
            String path = absolute.group(2);
            return publicOrigin + prefix + (path.isEmpty() ? "/" : path) + absolute.group(3);
        }
        return location;
    }
}
