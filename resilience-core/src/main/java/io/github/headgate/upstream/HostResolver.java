package io.github.headgate.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Turns a host name into addresses. Implementations are thread-safe and may block. They keep no answer: Headgate asks again every
 * {@code dns-refresh}, and what it is told is what it then uses.
 */
@FunctionalInterface
public interface HostResolver {
    /**
     * The addresses of a name, the preferred ones first, at least one.
     *
     * @throws ResolverTimeoutException if nobody answered in time
     * @throws UnknownHostException if the name has no address
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /**
     * The resolver of this machine, without the cache of the JVM. A name has the addresses that the file of hosts has for it; or
     * else those of its A and AAAA records, as the servers of this machine have them now, with its search list; or else, if DNS has
     * not known it so far, those that the JVM finds in any other way, in which case the JVM's cache counts. Names under
     * {@code localhost} are the JVM's.
     *
     * <p>IPv4 comes first unless {@code java.net.preferIPv6Addresses} is {@code true}; with {@code java.net.preferIPv4Stack}, or on
     * a machine without IPv6, there are only IPv4 addresses. A server that is silent is waited for one second, and two seconds when
     * it is asked again after all others.
     */
    static HostResolver system() {
        return host -> SystemResolver.Machine.RESOLVER.resolve(host);
    }
}
