package io.github.headgate.stored;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which fields of a request a response depends on (RFC 9111 §4.1). Immutable.
 *
 * @param names in lower case, sorted, each once
 */
record Vary(List<String> names) {
    static Vary of(Fields response) {
        return new Vary(response.values("Vary").stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .sorted()
                .distinct()
                .toList());
    }

    /** Whether it depends on what no cache can know. */
    boolean isAnything() {
        return names.contains("*");
    }

    /** What this request has in those fields; requests that are equal in it may get the same response. */
    List<String> values(Fields request) {
        return names.stream()
                .map(name -> request.values(name).stream().map(String::strip).collect(Collectors.joining(", ")))
                .toList();
    }
}
