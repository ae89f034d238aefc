package io.github.headgate.settings;

import org.jspecify.annotations.Nullable;

/** The known key that is nearest to a misspelt one, by edit distance. Not thread-safe. */
final class Suggestion {
    private static final int MAX_DISTANCE = 3;

    private int distance = MAX_DISTANCE + 1;

    @Nullable
    private String nearest;

    void offer(String misspelt, String known) {
        String head = misspelt.length() <= known.length() ? misspelt : headLike(misspelt, known);
        int offered = distance(head, known);
        // what is written right, such as the group in which a wrong key stands, is no suggestion
        if (offered > 0 && offered < distance) {
            distance = offered;
            nearest = known;
        }
    }

    /* "headgate.upstrems.orders.x" is compared by as many segments as "headgate.upstreams" has. */
    private static String headLike(String misspelt, String known) {
        long dots = known.chars().filter(c -> c == '.').count();
        int end = -1;
        for (long i = 0; i <= dots; i++) {
            end = misspelt.indexOf('.', end + 1);
            if (end < 0) {
                return misspelt;
            }
        }
        return misspelt.substring(0, end);
    }

    @Nullable
    String likely() {
        return nearest;
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
