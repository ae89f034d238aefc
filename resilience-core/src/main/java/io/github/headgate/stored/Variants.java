package io.github.headgate.stored;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The responses to the same URI that differ by fields of their requests. Immutable. */
final class Variants<R> {
    private static final int MOST = 16;

    private final Vary vary;
    private final Map<List<String>, Stored<R>> byValues;

    private Variants(Vary vary, Map<List<String>, Stored<R>> byValues) {
        this.vary = vary;
        this.byValues = byValues;
    }

    /** One more, in place of one with the same fields or of the oldest; where it names other fields, all others go. */
    static <R> Variants<R> with(@Nullable Variants<R> before, Exchanged exchanged, Stored<R> added) {
        Vary vary = Vary.of(exchanged.fields());
        Map<List<String>, Stored<R>> all = new LinkedHashMap<>();
        if (before != null && before.vary.equals(vary)) {
            all.putAll(before.byValues);
        }
        List<String> values = vary.values(exchanged.request().fields());
        all.remove(values);
        Iterator<List<String>> oldest = all.keySet().iterator();
        while (all.size() >= MOST) {
            oldest.next();
            oldest.remove();
        }
        all.put(values, added);
        return new Variants<>(vary, all);
    }

    @Nullable
    Stored<R> find(Fields request) {
        return byValues.get(vary.values(request));
    }

    Vary vary() {
        return vary;
    }

    int bytes() {
        return byValues.values().stream().mapToInt(Stored::bytes).sum();
    }
}
