package io.github.headgate.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a duration, a size or a set of numbers is written, in both directions; sizes are powers of 1024. Pure and
 * thread-safe.
 */
public final class Values {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,15})\\s*([a-zA-Z]*)");
    private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,9})(?:\\s*-\\s*([0-9]{1,9}))?");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);
    private static final Map<String, Long> BYTES = Map.of("b", 1L, "kb", 1L << 10, "mb", 1L << 20, "gb", 1L << 30);

    private Values() {}

    /** A duration such as {@code 250ms}, {@code 5s}, {@code 2m} or ISO 8601 {@code PT5S}; {@code 0} needs no unit. */
    static Optional<Duration> duration(String text) {
        if (text.startsWith("PT") || text.startsWith("pt")) {
            try {
                Duration duration = Duration.parse(text);
                return duration.isNegative() || isTooLong(duration) ? Optional.empty() : Optional.of(duration);
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
        return scaled(text, NANOS).map(Duration::ofNanos);
    }

    /* What follows counts in nanoseconds, for 292 years. */
    private static boolean isTooLong(Duration duration) {
        return duration.abs().compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0;
    }

    /** A number of bytes such as {@code 64KB} or {@code 10MB} (powers of 1024); {@code 0} needs no unit. */
    static Optional<Long> bytes(String text) {
        return scaled(text, BYTES);
    }

    private static Optional<Long> scaled(String text, Map<String, Long> units) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        Long unit = units.get(matcher.group(2).toLowerCase(Locale.ROOT));
        if (unit == null) {
            return number == 0 && matcher.group(2).isEmpty() ? Optional.of(0L) : Optional.empty();
        }
        try {
            return Optional.of(Math.multiplyExact(number, unit));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /**
     * The whole numbers that {@code 503} or {@code 502-504} stands for; none if it is neither, if the range is upside down,
     * or if one of them is below {@code min} or above {@code max}.
     */
    static Set<Integer> numbers(String text, int min, int max) {
        Matcher matcher = NUMBERS.matcher(text);
        if (!matcher.matches()) {
            return Set.of();
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        boolean isWithin = first >= min && last <= max;
        return isWithin
                ? IntStream.rangeClosed(first, last).boxed().collect(Collectors.toCollection(LinkedHashSet::new))
                : Set.of();
    }

    /** The shortest way to write this duration, for example {@code 250ms} or {@code 5s}; ISO 8601 beyond 292 years. */
    public static String write(Duration duration) {
        if (isTooLong(duration)) {
            return duration.toString();
        }
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0";
        }
        for (String unit : new String[] {"d", "h", "m", "s", "ms", "us"}) {
            long size = NANOS.getOrDefault(unit, 1L);
            if (nanos % size == 0) {
                return nanos / size + unit;
            }
        }
        return nanos + "ns";
    }

    /** The shortest way to write this number of bytes, for example {@code 64KB}. */
    public static String write(long bytes) {
        if (bytes == 0) {
            return "0";
        }
        for (String unit : new String[] {"gb", "mb", "kb"}) {
            long size = BYTES.getOrDefault(unit, 1L);
            if (bytes % size == 0) {
                return bytes / size + unit.toUpperCase(Locale.ROOT);
            }
        }
        return bytes + "B";
    }

    /** The shortest way to write these numbers, in their order: {@code 500, 502-504}. */
    public static String write(Set<Integer> numbers) {
        List<String> ranges = new ArrayList<>();
        int first = 0;
        for (int number : new TreeSet<>(numbers)) {
            if (!numbers.contains(number - 1)) {
                first = number;
            }
            if (!numbers.contains(number + 1)) {
                ranges.add(first == number ? String.valueOf(number) : first + "-" + number);
            }
        }
        return String.join(", ", ranges);
    }
}
