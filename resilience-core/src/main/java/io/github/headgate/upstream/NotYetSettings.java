package io.github.headgate.upstream;

import io.github.headgate.settings.SettingsReader;

/**
 * Settings of the documentation that this version does not act on. They are accepted while they are off; to turn one on
 * stops the start: a fallback that never comes would be a lie.
 */
final class NotYetSettings {
    private static final String NOT_YET = "not set: this version does not have it yet";

    private NotYetSettings() {}

    static void read(SettingsReader fallback) {
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
