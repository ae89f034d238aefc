package io.github.headgate;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a header tells the time that is left; its name says in which form. Pure.
 *
 * <ul>
 *   <li>{@code grpc-timeout}: digits and a unit, such as {@code 250m} (gRPC over HTTP/2, Requests)
 *   <li>a name with {@code deadline} in it: the instant, as RFC 3339 has it, such as {@code 2026-11-25T20:15:00.250Z}; read also as
 *       milliseconds since 1970
 *   <li>any other, such as {@code x-envoy-expected-rq-timeout-ms} or {@code X-Request-Timeout}: milliseconds
 * </ul>
 */
public final class DeadlineHeader {
    private static final Pattern GRPC = Pattern.compile("([0-9]{1,8})([HMSmun])");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");
    private static final long MAX_GRPC = 99_999_999;

    private DeadlineHeader() {}

    /**
     * The time that is left by this header, zero if it is over; empty if the value is of no such form.
     *
     * @param now the wall-clock time, for headers that tell an instant
     */
    public static Optional<Duration> read(String name, String value, Instant now) {
        String text = value.strip();
        if (isGrpc(name)) {
            return grpc(text);
        }
        if (!NUMBER.matcher(text).matches()) {
            return isInstant(name) ? instant(text).map(instant -> left(now, instant)) : Optional.empty();
        }
        long millis = Long.parseLong(text);
        return Optional.of(isInstant(name) ? left(now, Instant.ofEpochMilli(millis)) : Duration.ofMillis(millis));
    }

    private static Duration left(Instant now, Instant deadline) {
        Duration left = Duration.between(now, deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Optional<Duration> grpc(String text) {
        Matcher timeout = GRPC.matcher(text);
        if (!timeout.matches()) {
            return Optional.empty();
        }
        ChronoUnit unit =
                switch (timeout.group(2)) {
                    case "H" -> ChronoUnit.HOURS;
                    case "M" -> ChronoUnit.MINUTES;
                    case "S" -> ChronoUnit.SECONDS;
                    case "m" -> ChronoUnit.MILLIS;
                    case "u" -> ChronoUnit.MICROS;
                    default -> ChronoUnit.NANOS;
                };
        return Optional.of(Duration.of(Long.parseLong(timeout.group(1)), unit));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The value that tells how much time is left. */
    public static String write(String name, Duration left, Instant now) {
        long millis = Math.max(0, left.toMillis());
        if (isGrpc(name)) {
            return millis <= MAX_GRPC ? millis + "m" : Math.min(left.toSeconds(), MAX_GRPC) + "S";
        }
        return isInstant(name) ? now.plus(left).truncatedTo(ChronoUnit.MILLIS).toString() : String.valueOf(millis);
    }

    private static boolean isGrpc(String name) {
        return name.equalsIgnoreCase("grpc-timeout");
    }

    private static boolean isInstant(String name) {
        return name.toLowerCase(Locale.ROOT).contains("deadline");
    }
}
