package io.github.headgate.stored;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * How old a response is and for how long it was meant to be used (RFC 9111 §4.2). Immutable.
 *
 * @param storedNanos when the response was there, on the monotonic scale
 * @param initialAge how old it was then
 * @param lifetime for how long it is fresh
 * @param isTold whether the response itself says so
 */
record Freshness(long storedNanos, Duration initialAge, Duration lifetime, boolean isTold) {
    /* RFC 9111 §4.2.2: a tenth of the time since it was last modified, where nothing else is said. */
    private static final int HEURISTIC_SHARE = 10;

    static Freshness of(Exchanged exchanged) {
        Instant date = date(exchanged.fields(), "Date").orElse(exchanged.at());
        Duration apparent = positive(Duration.between(date, exchanged.at()));
        Duration told = exchanged
                .fields()
                .only("Age")
                .filter(age -> age.matches("[0-9]{1,9}"))
                .map(age -> Duration.ofSeconds(Long.parseLong(age)))
                .orElse(Duration.ZERO);
        Duration corrected = told.plusNanos(Math.max(0, exchanged.endNanos() - exchanged.startNanos()));
        Duration age = apparent.compareTo(corrected) > 0 ? apparent : corrected;
        return new Freshness(exchanged.endNanos(), age, lifetime(exchanged.fields(), date), isTold(exchanged.fields()));
    }

    private static boolean isTold(Fields fields) {
        CacheControl control = CacheControl.of(fields);
        return control.has("s-maxage") || control.has("max-age") || fields.has("Expires");
    }

    private static Duration lifetime(Fields fields, Instant date) {
        CacheControl control = CacheControl.of(fields);
        for (String directive : new String[] {"s-maxage", "max-age"}) {
            OptionalLong seconds = control.seconds(directive);
            if (seconds.isPresent()) {
                return Duration.ofSeconds(seconds.getAsLong());
            }
        }
        if (fields.has("Expires")) {
            return date(fields, "Expires")
                    .map(expires -> positive(Duration.between(date, expires)))
                    .orElse(Duration.ZERO);
        }
        return date(fields, "Last-Modified")
                .map(modified -> positive(Duration.between(modified, date)).dividedBy(HEURISTIC_SHARE))
                .orElse(Duration.ZERO);
    }

    private static Optional<Instant> date(Fields fields, String name) {
        return fields.only(name).flatMap(HttpDate::parse);
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    Duration age(long nowNanos) {
        return initialAge.plusNanos(Math.max(0, nowNanos - storedNanos));
    }

    /** For how long it has been stale; negative while it is fresh. */
    Duration staleness(long nowNanos) {
        return age(nowNanos).minus(lifetime);
    }

    /** The age as its field tells it. */
    static long seconds(Duration age) {
        return TimeUnit.NANOSECONDS.toSeconds(age.toNanos());
    }
}
