package io.github.headgate;

import java.util.function.Supplier;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.util.VersionInfo;

/** Refuses an HttpClient that is too old: what manages versions, as Spring Boot 3.5 does, may have chosen another than ours. */
final class HttpClientVersion {
    private HttpClientVersion() {}

    /**
     * @throws IllegalStateException if {@link KeptConnection} cannot be loaded, without which no call can be made
     */
    static void check() {
        check(() -> KeptConnection.class);
    }

    static void check(Supplier<Class<?>> connection) {
        try {
            Class<?> unused = connection.get();
        } catch (LinkageError e) {
            VersionInfo found =
                    VersionInfo.loadVersionInfo("org.apache.hc.client5", HttpClients.class.getClassLoader());
            throw new IllegalStateException(
                    "org.apache.httpcomponents.client5:httpclient5 is "
                            + (found == null ? "of an unknown version" : found.getRelease())
                            + " (expected: 5.6 or later; with Spring Boot 3.5, set httpclient5.version and httpcore5.version)",
                    e);
        }
    }
}
