package io.github.headgate.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Typed settings from flat text such as {@code upstreams.orders.attempt-timeout=5s}. Nothing is thrown while reading:
 * what is wrong is collected, the default is used in its place, and {@link #finish()} reports it all at once, together
 * with the keys that nobody asked for.
 *
 * <p>Names are matched the way Spring Boot does it: {@code attempt-timeout}, {@code attemptTimeout} and
 * {@code ATTEMPT_TIMEOUT} are the same setting. Lists are written {@code key=a,b} or {@code key[0]=a}. Not thread-safe.
 */
public final class SettingsReader {
    private final Node root;
    private final Node node;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<SettingsReader> readers;
    private final List<Problem> problems;

    private SettingsReader(Node root, Node node, List<SettingsReader> readers, List<Problem> problems) {
        this.root = root;
        this.node = node;
        this.readers = readers;
        this.problems = problems;
        readers.add(this);
    }

    /**
     * A reader of these settings.
     *
     * @param prefix what stands before every key in messages, for example {@code headgate}; may be empty
     * @param settings values by key, the keys without the prefix
     */
    public static SettingsReader of(String prefix, Map<String, String> settings) {
        Node root = Node.tree(prefix, settings);
        return new SettingsReader(root, root, new ArrayList<>(), new ArrayList<>());
    }

    /** The settings below this name; its problems are reported by the same {@link #finish()}. */
    public SettingsReader under(String name) {
        Node child = group(name);
        return view(child == null ? new Node(pathOf(name)) : child);
    }

    /** The settings below each name that is used below {@code name}, as for {@code upstreams.*}; names as written. */
    public List<String> namesUnder(String name) {
        Node child = group(name);
        return child == null ? List.of() : List.copyOf(child.children.keySet());
    }

    /** The settings of each item of a list of groups, as for {@code routes[0].path}, in the order of the index. */
    public List<SettingsReader> items(String name) {
        Node child = group(name);
        return child == null
                ? List.of()
                : child.items().stream().map(this::view).toList();
    }

    /* An empty text is how YAML's {} and [] arrive here: a group with nothing in it. */
    private @Nullable Node group(String name) {
        known.add(name);
        Node child = node.child(name);
        if (child != null && child.value != null && !child.asked) {
            child.asked = true;
            if (!child.value.isEmpty()) {
                problem(name, child.value, "a group of settings, not a value");
            }
        }
        return child;
    }

    private SettingsReader view(Node child) {
        return new SettingsReader(root, child, readers, problems);
    }

    /** A duration with its unit, such as {@code 250ms}; {@code 0} needs none. */
    public Duration duration(String name, Duration otherwise) {
        return duration(name).orElse(otherwise);
    }

    /** A duration with its unit; empty if it is not set, or is none. */
    public Optional<Duration> duration(String name) {
        return read(name, Values::duration, "a duration with its unit, such as 250ms, 5s or 2m");
    }

    /** A number of bytes with its unit, such as {@code 64KB}; {@code 0} needs none. */
    public long bytes(String name, long otherwise) {
        return read(name, Values::bytes, "a size with its unit, such as 64KB or 10MB")
                .orElse(otherwise);
    }

    /** A whole number from {@code min} to {@code max}, both included. */
    public int integer(String name, int otherwise, int min, int max) {
        String expected = "a whole number from " + min + " to " + max;
        return read(name, text -> wholeNumber(text, n -> n >= min && n <= max), expected)
                .orElse(otherwise);
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean otherwise) {
        Function<String, Optional<Boolean>> parse = text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
        return read(name, parse, "true or false").orElse(otherwise);
    }

    /** Any text. */
    public String text(String name, String otherwise) {
        return read(name, Optional::of, "text").orElse(otherwise);
    }

    /**
     * A constant of an enum, written {@code least-loaded} for {@code LEAST_LOADED}. Also {@code OFF} is found for
     * {@code false}, as which YAML reads {@code off}.
     */
    public <E extends Enum<E>> E oneOf(String name, E otherwise) {
        E[] constants = otherwise.getDeclaringClass().getEnumConstants();
        String expected =
                Arrays.stream(constants).map(SettingsReader::written).collect(Collectors.joining(", ", "one of ", ""));
        Function<String, Optional<E>> parse = text -> Arrays.stream(constants)
                .filter(constant -> Node.canonical(constant.name()).equals(Node.canonical(text))
                        || (constant.name().equals("OFF") && text.equals("false")))
                .findFirst();
        return read(name, parse, expected).orElse(otherwise);
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A list of texts, written {@code a,b} or {@code [0]=a}, {@code [1]=b}; an empty text is the empty list. */
    public List<String> texts(String name, List<String> otherwise) {
        known.add(name);
        Node child = node.child(name);
        if (child == null) {
            return otherwise;
        }
        child.asked = true;
        if (child.value != null) {
            return Arrays.stream(child.value.split(","))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .toList();
        }
        List<String> items = new ArrayList<>();
        for (Node item : child.items()) {
            item.asked = true;
            items.add(item.value == null ? "" : item.value);
        }
        return List.copyOf(items);
    }

    /**
     * A list of whole numbers from {@code min} to {@code max}, both included, of which some may be written as ranges such
     * as {@code 502-504}; a number that is given twice counts once.
     */
    public Set<Integer> integers(String name, Set<Integer> otherwise, int min, int max) {
        String expected = "whole numbers from " + min + " to " + max + ", or ranges such as " + min + "-" + max;
        Set<Integer> numbers = new LinkedHashSet<>();
        List<String> texts = texts(name, otherwise.stream().map(String::valueOf).toList());
        for (String text : texts) {
            Set<Integer> read = Values.numbers(text, min, max);
            numbers.addAll(read);
            if (read.isEmpty()) {
                problem(name, text, expected);
            }
        }
        return numbers;
    }

    private static Optional<Integer> wholeNumber(String text, IntPredicate inRange) {
        try {
            int number = Integer.parseInt(text);
            return inRange.test(number) ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private <T> Optional<T> read(String name, Function<String, Optional<T>> parse, String expected) {
        known.add(name);
        Node child = node.child(name);
        if (child == null || child.value == null) {
            return Optional.empty();
        }
        child.asked = true;
        String text = child.value;
        Optional<T> value = parse.apply(text);
        if (value.isEmpty()) {
            problem(name, text, expected);
        }
        return value;
    }

    /** Whether a value or a group of values is set. */
    public boolean isSet(String name) {
        return node.child(name) != null;
    }

    /**
     * Reports a setting of this group as wrong.
     *
     * @param name of the setting, below this group
     * @param value as it was given
     * @param expected what would have been right, in words
     */
    public void problem(String name, Object value, String expected) {
        Node child = node.child(name);
        problems.add(new Problem(child == null ? pathOf(name) : child.path, String.valueOf(value), expected));
    }

    /** What is wrong so far, in all groups; live and mutable, so that other checks can add what they find. */
    public List<Problem> problems() {
        return problems;
    }

    /** The full key of this group, as messages write it. */
    public String path() {
        return node.path;
    }

    /** The full key of a setting of this group, as messages write it. */
    public String pathOf(String name) {
        return node.path.isEmpty() ? name : node.path + "." + name;
    }

    /**
     * Ends the reading of all groups. Every setting has to be asked for before, or it counts as unknown.
     *
     * @throws InvalidSettingsException if anything is wrong, or a key was set that nobody asked for
     */
    public void finish() {
        List<Problem> all = new ArrayList<>(problems);
        root.unasked(unknown -> all.add(
                new Problem(unknown.path, String.valueOf(unknown.value), "no such setting" + suggestion(unknown))));
        if (!all.isEmpty()) {
            throw new InvalidSettingsException(all);
        }
    }

    private String suggestion(Node unknown) {
        Suggestion best = new Suggestion(unknown.path);
        for (SettingsReader reader : readers) {
            reader.known.forEach(name -> best.offer(reader.pathOf(name)));
        }
        @Nullable String likely = best.likely();
        return likely == null ? "" : "; did you mean " + likely + "?";
    }
}
