package io.github.headgate.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One range of an {@code Accept} header. Immutable.
 *
 * <p>A media type with parameters asks for another form of that type than ours, but says that the type as such is known:
 * it includes our form too, unless the type also stands there without parameters. Only our own {@code charset} is none of
 * these.
 *
 * @param pattern in lower case, without parameters
 * @param specificity 0 for {@code *}{@code /*}, 1 for {@code text/*}, 2 for a media type with parameters, 3 for a media type
 * @param quality 0 to 1; 1 where none is given, or where it is none
 */
record MediaRange(String pattern, int specificity, double quality) {
    /** Less specific than any range, and not acceptable. */
    static final MediaRange NONE = new MediaRange("", -1, 0);

    /* More digits than the grammar's three, and ".2" without its zero as the JDK's own client writes it, do no harm. */
    private static final Pattern QUALITY = Pattern.compile("0(\\.[0-9]*)?|\\.[0-9]+|1(\\.0*)?");

    /** The ranges in their order. */
    static List<MediaRange> list(String accept) {
        return split(accept.toLowerCase(Locale.ROOT), ',').stream()
                .map(MediaRange::of)
                .toList();
    }

    private static MediaRange of(String text) {
        List<String> parts = split(text, ';');
        String pattern = parts.get(0);
        double quality = 1;
        boolean isOtherForm = false;
        for (String parameter : parts.subList(1, parts.size())) {
            String[] nameAndValue = parameter.split("=", 2);
            String name = nameAndValue[0].strip();
            String value = nameAndValue.length == 2 ? nameAndValue[1].strip() : "";
            if (name.equals("q")) {
                quality = QUALITY.matcher(value).matches() ? Double.parseDouble(value) : 1;
                break; // what follows is about the weight, not about the type
            }
            isOtherForm |= !name.isEmpty()
                    && !(name.equals("charset") && value.replace("\"", "").equals("utf-8"));
        }
        int specificity = pattern.equals("*/*") ? 0 : pattern.endsWith("/*") ? 1 : isOtherForm ? 2 : 3;
        return new MediaRange(pattern, specificity, quality);
    }

    /* A quoted value of a parameter may contain either separator. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean isQuoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == '\\' && isQuoted) {
                i++;
            } else if (c == separator && !isQuoted) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }

    boolean includes(String mediaType) {
        return switch (specificity) {
            case 0 -> true;
            case 1 -> mediaType.startsWith(pattern.substring(0, pattern.length() - 1));
            default -> mediaType.equals(pattern);
        };
    }

    boolean isBetterThan(MediaRange other) {
        return quality > other.quality || (quality == other.quality && specificity > other.specificity);
    }
}
