package io.github.headgate.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns a host name into addresses. Implementations are thread-safe and may block. */
@FunctionalInterface
public interface HostResolver {
    /**
     * The addresses of a name, the preferred ones first, at least one.
     *
     * @throws UnknownHostException if the name has no address
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** The resolver of the JVM. */
    static HostResolver system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
