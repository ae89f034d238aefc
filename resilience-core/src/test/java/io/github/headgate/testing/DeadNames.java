package io.github.headgate.testing;

import io.github.headgate.upstream.HostResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A resolver that knows no name, and of one does not even say so. Thread-safe. */
public final class DeadNames implements HostResolver {
    static final String UNKNOWN = "unknown.test";
    static final String SILENT = "silent.test";

    private final CountDownLatch never = new CountDownLatch(1);

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        if (host.equals(SILENT)) {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // whoever asked has been closed
            }
        }
        throw new UnknownHostException(host);
    }
}
