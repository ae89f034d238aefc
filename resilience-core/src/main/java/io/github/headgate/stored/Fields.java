package io.github.headgate.stored;

import java.util.List;
import java.util.Optional;

/** The header fields of a message. */
@FunctionalInterface
public interface Fields {
    /** All values of a field in order, whatever the case of its name; empty if there is none. */
    List<String> values(String name);

    /** The only value of a field; empty if there is none or more than one. */
    default Optional<String> only(String name) {
        List<String> values = values(name);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** Whether there is such a field. */
    default boolean has(String name) {
        return !values(name).isEmpty();
    }
}
