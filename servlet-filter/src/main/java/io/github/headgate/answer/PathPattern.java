package io.github.headgate.answer;

/**
 * Some paths of an application: {@code /api/**} with all below, or exactly one; empty for any. Immutable.
 *
 * @param text as it was written
 */
public record PathPattern(String text) {
    private static final String ANYTHING_BELOW = "/**";

    /**
     * Whether it is one of them.
     *
     * @param path without that of the web application
     */
    public boolean matches(String path) {
        if (text.endsWith(ANYTHING_BELOW)) {
            int length = text.length() - ANYTHING_BELOW.length();
            return path.regionMatches(0, text, 0, length) && (path.length() == length || path.charAt(length) == '/');
        }
        return text.isEmpty() || path.equals(text);
    }
}
