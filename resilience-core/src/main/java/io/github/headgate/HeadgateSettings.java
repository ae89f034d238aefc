package io.github.headgate;

import io.github.headgate.settings.Problem;
import io.github.headgate.settings.SettingsReader;
import io.github.headgate.upstream.Discovery;
import io.github.headgate.upstream.TlsBundles;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamSettings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the settings of a Headgate, by the keys of the documentation. */
public final class HeadgateSettings {
    private static final String PREFIX = "headgate";

    private HeadgateSettings() {}

    /** A reader of settings whose keys may begin with {@code headgate.}. */
    public static SettingsReader reader(Map<String, String> settings) {
        Map<String, String> bare = new LinkedHashMap<>();
        settings.forEach((key, value) ->
                bare.put(key.startsWith(PREFIX + ".") ? key.substring(PREFIX.length() + 1) : key, value));
        return SettingsReader.of(PREFIX, bare);
    }

    /**
     * A builder with the upstreams of these settings. What is wrong is reported to the reader, so that its
     * {@link SettingsReader#finish()} tells it together with what others find; that is to be called before building.
     */
    public static HeadgateBuilder read(SettingsReader settings) {
        return read(settings, Map.of(), null);
    }

    /**
     * The same, and upstreams may take their endpoints and their certificates from these.
     *
     * @param discoveries by the names that {@code discovery} has for them
     * @param bundles that {@code tls.ssl-bundle} may name; null for none
     */
    public static HeadgateBuilder read(
            SettingsReader settings, Map<String, Discovery> discoveries, @Nullable TlsBundles bundles) {
        HeadgateBuilder builder = Headgate.builder();
        if (bundles != null) {
            builder.tlsBundles(bundles);
        }
        SettingsReader upstreams = settings.under("upstreams");
        for (String name : settings.namesUnder("upstreams")) {
            builder.upstream(UpstreamSettings.read(name, upstreams.under(name), discoveries));
        }
        UpstreamHosts.check(builder.upstreams(), settings.problems());
        checkTls(builder.upstreams(), bundles, settings.problems());
        return builder;
    }

    /* What they are made with is read again when they are: here it is told with everything else that is wrong. */
    private static void checkTls(List<Upstream> upstreams, @Nullable TlsBundles bundles, Collection<Problem> problems) {
        try (BundleContexts contexts = new BundleContexts(bundles)) {
            for (Upstream upstream : upstreams) {
                Assembler.tls(upstream.policy().tls(), HeadgateBuilder.PATH + upstream.name(), contexts, problems);
            }
        }
    }

    static Headgate open(Map<String, String> settings) {
        SettingsReader reader = reader(settings);
        HeadgateBuilder builder = read(reader);
        reader.finish();
        return builder.build();
    }
}
