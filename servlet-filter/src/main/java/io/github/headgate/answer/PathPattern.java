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
            String base = text.substring(0, text.length() - ANYTHING_BELOW.length());
            return path.equals(base) || path.startsWith(base + "/");
        }
        return text.isEmpty() || path.equals(text);
    }
}
