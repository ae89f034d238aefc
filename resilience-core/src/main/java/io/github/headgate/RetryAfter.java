package io.github.headgate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/** The {@code Retry-After} field (RFC 9110 §10.2.3): seconds, or a date. Pure. */
public final class RetryAfter {
    private static final long MAX_SECONDS = TimeUnit.DAYS.toSeconds(365);

    private RetryAfter() {}

    /** The wait, of at most a year; empty if the value is neither seconds nor a date, or if the time has come. */
    public static Optional<Duration> read(@Nullable String value, Instant now) {
        long nanos = nanos(value, now);
        return nanos == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    /** The wait in nanoseconds; 0 if the value is neither seconds nor a date, or is in the past. */
    static long nanos(@Nullable String value, Instant now) {
        if (value == null || value.isBlank()) {
            return 0;
        }
        long seconds = seconds(value.strip(), now);
        return TimeUnit.SECONDS.toNanos(Math.max(0, Math.min(seconds, MAX_SECONDS)));
    }

    private static long seconds(String value, Instant now) {
        if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return value.length() > 9 ? MAX_SECONDS : Long.parseLong(value);
        }
        Instant date = DateUtils.parseStandardDate(value);
        return date == null ? 0 : now.until(date, ChronoUnit.SECONDS);
    }
}
