package io.github.headgate.upstream;

import io.github.headgate.settings.SettingsReader;
import io.github.headgate.settings.Values;
import java.time.Duration;

/**
 * Settings of the documentation that this version does not act on. They are accepted while they are off; to turn one on
 * stops the start: a health check that is never made would be a lie.
 */
final class NotYetSettings {
    private static final String NOT_YET = "not set: this version does not have it yet";

    private NotYetSettings() {}

    static void read(SettingsReader settings) {
        SettingsReader hedge = settings.under("hedge");
        refuse(hedge, "delay", hedge.duration("delay", Duration.ZERO).isZero());
        SettingsReader check = settings.under("health-check");
        refuse(check, "path", check.text("path", "").isEmpty());
        Duration interval = check.duration("interval", Duration.ofSeconds(10));
        check.duration("timeout")
                .filter(timeout -> timeout.compareTo(interval) > 0)
                .ifPresent(timeout -> check.problem(
                        "timeout",
                        Values.write(timeout),
                        "at most health-check.interval, which is " + Values.write(interval)));
        check.integer("healthy-threshold", 1, 1, 100);
        check.integer("unhealthy-threshold", 1, 1, 100);
        check.text("statuses", "");
        SettingsReader fallback = settings.under("fallback");
        refuse(
                fallback,
                "stale-if-error",
                fallback.duration("stale-if-error", Duration.ZERO).isZero());
        refuse(fallback, "status", fallback.integer("status", 0, 0, 599) == 0);
        refuse(fallback, "body", fallback.text("body", "").isEmpty());
        refuse(fallback, "content-type", fallback.text("content-type", "").isEmpty());
    }

    private static void refuse(SettingsReader group, String name, boolean isOff) {
        if (!isOff) {
            group.problem(name, group.text(name, ""), NOT_YET);
        }
    }
}
