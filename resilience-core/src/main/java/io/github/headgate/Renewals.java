package io.github.headgate;

import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When a kept connection to an address turned out closed: others that were idle at that time are not used again, for whatever
 * closed it, a restart as a rule, will have closed them too. Thread-safe.
 */
final class Renewals {
    private final Map<SocketAddress, Long> lastNanos = new ConcurrentHashMap<>();

    void renew(SocketAddress address, long nowNanos) {
        lastNanos.put(address, nowNanos);
    }

    /** Whether there was one at all; as a rule not, and then nothing else needs to be asked. */
    boolean hasAny() {
        return !lastNanos.isEmpty();
    }

    /** Whether a connection that has been idle since then is not to be used again. */
    boolean isOutdated(SocketAddress address, long idleSinceNanos) {
        Long last = lastNanos.get(address);
        return last != null && idleSinceNanos - last < 0;
    }
}
