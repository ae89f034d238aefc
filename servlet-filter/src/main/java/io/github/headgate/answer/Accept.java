package io.github.headgate.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses a body by {@code Accept} (RFC 9110 §12.5.1). Pure. */
final class Accept {
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
        List<MediaRange> ranges = MediaRange.list(accept);
        BodyFormat best = BodyFormat.PROBLEM_JSON;
        MediaRange bestRange = MediaRange.NONE;
        for (BodyFormat format : BodyFormat.values()) {
            for (String mediaType : format.mediaTypes()) {
                MediaRange range = mostSpecific(ranges, mediaType);
                if (range.quality() > 0 && range.isBetterThan(bestRange)) {
                    best = format;
                    bestRange = range;
                }
            }
        }
        return best;
    }

    private static MediaRange mostSpecific(List<MediaRange> ranges, String mediaType) {
        MediaRange found = MediaRange.NONE;
        for (MediaRange range : ranges) {
            if (range.includes(mediaType) && range.specificity() > found.specificity()) {
                found = range;
            }
        }
        return found;
    }
}
