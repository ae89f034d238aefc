package io.github.headgate.upstream;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.config.InitializationException;
import org.xbill.DNS.config.JndiContextResolverConfigProvider;
import org.xbill.DNS.config.ResolvConfResolverConfigProvider;
import org.xbill.DNS.config.ResolverConfigProvider;
import org.xbill.DNS.config.WindowsResolverConfigProvider;

/** The settings of DNS as this system has them; read again when they have changed. Thread-safe. */
final class SystemDnsSettings implements Supplier<DnsSettings> {
    private static final Logger LOG = LoggerFactory.getLogger(SystemDnsSettings.class);
    private static final Path FILE = Path.of("/etc/resolv.conf");
    private static final DnsSettings NONE = new DnsSettings(List.of(), List.of(), 1);

    private volatile @Nullable Known known;

    private record Known(FileState state, DnsSettings settings) {}

    @Override
    public DnsSettings get() {
        FileState state = FileState.of(FILE);
        Known last = known;
        // where there is no such file, as on Windows, nothing tells whether they have changed
        if (last == null || state.isAbsent() || !last.state().equals(state)) {
            last = new Known(state, read());
            known = last;
        }
        return last.settings();
    }

    private static DnsSettings read() {
        try {
            // one of our own each time: those that the library shares are not thread-safe
            ResolverConfigProvider system = provider();
            system.initialize();
            List<InetSocketAddress> servers = system.servers().stream()
                    .filter(server -> !server.isUnresolved())
                    .toList();
            return new DnsSettings(servers, system.searchPaths(), system.ndots());
        } catch (InitializationException | RuntimeException e) {
            LOG.debug("what this system says about DNS is not understood", e);
            return NONE;
        }
    }

    private static ResolverConfigProvider provider() {
        ResolverConfigProvider unix = new ResolvConfResolverConfigProvider();
        if (unix.isEnabled()) {
            return unix;
        }
        ResolverConfigProvider windows = new WindowsResolverConfigProvider();
        return windows.isEnabled() ? windows : new JndiContextResolverConfigProvider();
    }
}
