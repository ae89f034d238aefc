package io.github.headgate.upstream;

import io.github.headgate.retry.TimeSource;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** As {@link HostResolver#system()} says: the file of hosts, then DNS, then the JVM. Thread-safe. */
final class SystemResolver implements HostResolver {
    private static final List<Duration> PATIENCE = List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));

    private final HostsFile hosts;
    private final Supplier<DnsSettings> settings;
    private final HostResolver jvm;
    private final IpFamilies families;
    private final List<Duration> patience;
    private final Set<String> inDns = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Dns dns;

    private record Dns(DnsSettings settings, DnsNames names) {}

    /** That of this machine; only one, and not before it is needed. */
    static final class Machine {
        static final HostResolver RESOLVER = ofSystem();

        private Machine() {}

        private static HostResolver ofSystem() {
            HostResolver jvm = host -> List.of(InetAddress.getAllByName(host));
            // with this property the JVM knows only the names of that file
            return System.getProperty("jdk.net.hosts.file") != null
                    ? jvm
                    : new SystemResolver(
                            new HostsFile(HostsFile.ofSystem()),
                            new SystemDnsSettings(),
                            jvm,
                            IpFamilies.ofJvm(),
                            PATIENCE);
        }
    }

    /**
     * The parts in the order in which they are asked.
     *
     * @param patience how long a server of DNS is waited for, in each round
     */
    SystemResolver(
            HostsFile hosts,
            Supplier<DnsSettings> settings,
            HostResolver jvm,
            IpFamilies families,
            List<Duration> patience) {
        this.hosts = hosts;
        this.settings = settings;
        this.jvm = jvm;
        this.families = families;
        this.patience = patience;
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return jvm.resolve(host);
        }
        List<InetAddress> local = families.ordered(hosts.addresses(host));
        if (!local.isEmpty()) {
            return local;
        }
        UnknownHostException said;
        try {
            List<InetAddress> found = dns().resolve(host);
            inDns.add(host);
            return found;
        } catch (UnknownHostException e) {
            said = e;
        }
        if (inDns.contains(host)) {
            // the JVM has a cache: what it says of such a name may be older than our last answer
            throw failed(host + ": DNS: " + said.getMessage(), said);
        }
        try {
            return jvm.resolve(host);
        } catch (UnknownHostException e) {
            said.addSuppressed(e);
            throw failed(host + ": DNS: " + said.getMessage() + "; JVM: " + e.getMessage(), said);
        }
    }

    private DnsNames dns() {
        DnsSettings now = settings.get();
        Dns known = dns;
        if (known == null || !known.settings().equals(now)) {
            DnsServers servers = new DnsServers(now.servers(), patience, new DnsExchange(TimeSource.system()));
            known = new Dns(now, new DnsNames(now, families, servers));
            dns = known;
        }
        return known.names();
    }

    private static UnknownHostException failed(String message, UnknownHostException dns) {
        UnknownHostException failed = dns instanceof ResolverTimeoutException
                ? new ResolverTimeoutException(message)
                : new UnknownHostException(message);
        failed.initCause(dns);
        return failed;
    }
}
