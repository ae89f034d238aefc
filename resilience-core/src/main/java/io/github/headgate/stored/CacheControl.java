package io.github.headgate.stored;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** The directives of {@code Cache-Control} (RFC 9111 §5.2), of a request or a response. Immutable. */
final class CacheControl {
    private static final String FIELD = "Cache-Control";

    /* RFC 9111 §1.2.2: what is larger counts as this. */
    private static final long MOST = 1L << 31;
    private static final int MAX_DIGITS = 10;

    private final Map<String, List<String>> directives = new HashMap<>();

    private CacheControl() {}

    static CacheControl of(Fields fields) {
        CacheControl control = new CacheControl();
        for (String value : fields.values(FIELD)) {
            split(value).forEach(control::add);
        }
        return control;
    }

    /* At commas that are not within quotes. */
    private static List<String> split(String value) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && isQuoted && i + 1 < value.length()) {
                part.append(value.charAt(++i));
            } else if (c == ',' && !isQuoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else if (c == '"') {
                isQuoted = !isQuoted;
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private void add(String directive) {
        int equals = directive.indexOf('=');
        String name = (equals < 0 ? directive : directive.substring(0, equals)).strip();
        String value = equals < 0 ? "" : directive.substring(equals + 1).strip();
        directives
                .computeIfAbsent(name.toLowerCase(Locale.ROOT), absent -> new ArrayList<>())
                .add(value);
    }

    /** Whether the directive is there, with or without a value: {@code private="Set-Cookie"} counts as {@code private}. */
    boolean has(String name) {
        return directives.containsKey(name);
    }

    /** The seconds of a directive; of several the least; 0 if they are no number, so that nothing is believed fresh by mistake. */
    OptionalLong seconds(String name) {
        return directives.getOrDefault(name, List.of()).stream()
                .mapToLong(CacheControl::wholeSeconds)
                .min();
    }

    private static long wholeSeconds(String value) {
        boolean isNumber = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber) {
            return 0;
        }
        return value.length() > MAX_DIGITS ? MOST : Math.min(MOST, Long.parseLong(value));
    }
}
