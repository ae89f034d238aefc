package io.github.headgate.settings;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The known key that a misspelt one was probably meant to be: equal in all levels but its last, and there nearest by edit
 * distance, or one contained in the other. Not thread-safe.
 */
final class Suggestion {
    private static final Pattern LEVELS = Pattern.compile("[.\\[\\]]+");
    private static final int MAX_DISTANCE = 3;
    private static final int MIN_LETTERS_IN_COMMON = 4;

    private final List<String> misspelt;
    private int distance = MAX_DISTANCE + 1;

    @Nullable
    private String nearest;

    Suggestion(String misspelt) {
        this.misspelt = levels(misspelt);
    }

    void offer(String known) {
        List<String> levels = levels(known);
        int last = levels.size() - 1;
        if (misspelt.size() <= last || !misspelt.subList(0, last).equals(levels.subList(0, last))) {
            return;
        }
        int offered = likeness(misspelt.get(last), levels.get(last));
        if (offered < distance) {
            distance = offered;
            nearest = known;
        }
    }

    @Nullable
    String likely() {
        return nearest;
    }

    private static List<String> levels(String key) {
        return Stream.of(LEVELS.split(key)).map(Node::canonical).toList();
    }

    /* Equal levels are no suggestion: it is a level below that is wrong. */
    private static int likeness(String a, String b) {
        int edits = distance(a, b);
        if (edits == 0) {
            return Integer.MAX_VALUE;
        }
        boolean isNear = edits <= Math.max(a.length(), b.length()) / 2;
        boolean isContained =
                Math.min(a.length(), b.length()) >= MIN_LETTERS_IN_COMMON && (a.contains(b) || b.contains(a));
        return isContained ? Math.min(edits, MAX_DISTANCE) : isNear ? edits : Integer.MAX_VALUE;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
