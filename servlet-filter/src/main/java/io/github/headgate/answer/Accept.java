package io.github.headgate.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Chooses a body by {@code Accept} (RFC 9110 §12.5.1). Pure. */
final class Accept {
    private static final Pattern QUALITY = Pattern.compile(";\\s*q\\s*=\\s*([01](?:\\.[0-9]{0,3})?)\\s*(?:;|$)");

    /** One range of the header; specificity 0 for {@code *}{@code /*}, 1 for {@code text/*}, 2 for a media type. */
    private record Range(String pattern, int specificity, double quality) {
        static Range of(String text) {
            int end = text.indexOf(';');
            String pattern = (end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT);
            Matcher quality = QUALITY.matcher(text.toLowerCase(Locale.ROOT));
            int specificity = pattern.equals("*/*") ? 0 : pattern.endsWith("/*") ? 1 : 2;
            return new Range(pattern, specificity, quality.find() ? Double.parseDouble(quality.group(1)) : 1);
        }

        boolean includes(String mediaType) {
            return switch (specificity) {
                case 0 -> true;
                case 1 -> mediaType.startsWith(pattern.substring(0, pattern.length() - 1));
                default -> mediaType.equals(pattern);
            };
        }

        boolean isBetterThan(Range other) {
            return quality > other.quality || (quality == other.quality && specificity > other.specificity);
        }
    }

    private static final Range UNACCEPTABLE = new Range("", -1, 0);

    private Accept() {}

    /**
     * The body that the caller likes best; of equals the one that it named more exactly, then the first of
     * {@link BodyFormat}. That is also what a caller gets that accepts none of them: an error in a format that was not
     * asked for says more than an error without a body (RFC 9110 §12.4.1 permits it).
     */
    static BodyFormat preferred(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return BodyFormat.PROBLEM_JSON;
        }
        List<Range> ranges = new ArrayList<>();
        for (String text : accept.split(",", -1)) {
            ranges.add(Range.of(text));
        }
        BodyFormat best = BodyFormat.PROBLEM_JSON;
        Range bestRange = UNACCEPTABLE;
        for (BodyFormat format : BodyFormat.values()) {
            for (String mediaType : format.mediaTypes()) {
                Range range = mostSpecific(ranges, mediaType);
                if (range.quality > 0 && range.isBetterThan(bestRange)) {
                    best = format;
                    bestRange = range;
                }
            }
        }
        return best;
    }

    private static Range mostSpecific(List<Range> ranges, String mediaType) {
        Range found = UNACCEPTABLE;
        for (Range range : ranges) {
            if (range.includes(mediaType) && range.specificity > found.specificity) {
                found = range;
            }
        }
        return found;
    }
}
