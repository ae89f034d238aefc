package io.github.headgate.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * The addresses that DNS has for a name now, past every cache of this machine. The family that is preferred decides: if it cannot
 * be asked for, the lookup has failed; of the other, the last answer counts then. Thread-safe.
 */
final class DnsNames {
    private static final Logger LOG = LoggerFactory.getLogger(DnsNames.class);

    private final DnsSettings settings;
    private final IpFamilies families;
    private final LookupSession session;
    private final Map<Name, List<InetAddress>> others = new ConcurrentHashMap<>();

    DnsNames(DnsSettings settings, IpFamilies families, DnsServers servers) {
        this.settings = settings;
        this.families = families;
        this.session = LookupSession.builder()
                .resolver(servers)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Asks for all addresses of a name.
     *
     * @throws ResolverTimeoutException if no server answers in time
     * @throws UnknownHostException if there is no address, or the servers fail
     */
    List<InetAddress> resolve(String host) throws UnknownHostException {
        List<Name> candidates;
        try {
            candidates = settings.servers().isEmpty() ? List.of() : settings.candidates(host);
        } catch (TextParseException e) {
            throw unknown("not a name in DNS", e);
        }
        for (Name candidate : candidates) {
            List<InetAddress> addresses = addresses(host, candidate);
            if (!addresses.isEmpty()) {
                return addresses;
            }
        }
        throw new UnknownHostException(settings.servers().isEmpty() ? "no server is set" : "no such name");
    }

    private List<InetAddress> addresses(String host, Name name) throws UnknownHostException {
        List<Integer> types = families.types();
        List<InetAddress> addresses = new ArrayList<>(ask(host, name, types.get(0)));
        if (types.size() > 1) {
            try {
                List<InetAddress> other = ask(host, name, types.get(1));
                others.put(name, other);
                addresses.addAll(other);
            } catch (UnknownHostException e) {
                if (addresses.isEmpty()) {
                    throw e;
                }
                LOG.debug("{}: the other family of addresses stays as it was", name, e);
                addresses.addAll(others.getOrDefault(name, List.of()));
            }
        }
        return families.ordered(addresses);
    }

    private List<InetAddress> ask(String host, Name name, int type) throws UnknownHostException {
        CompletableFuture<List<Record>> records = session.lookupAsync(name, type)
                .thenApply(result -> result.getRecords())
                .toCompletableFuture();
        try {
            List<InetAddress> addresses = new ArrayList<>();
            for (Record each : records.join()) {
                if (each instanceof ARecord four) {
                    addresses.add(named(host, four.getAddress()));
                } else if (each instanceof AAAARecord six) {
                    addresses.add(named(host, six.getAddress()));
                }
            }
            return addresses;
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) {
                return List.of();
            }
            throw cause instanceof SocketTimeoutException silent ? timeout(silent) : unknown(cause.getMessage(), cause);
        }
    }

    /* With its name, as the JVM makes them, so that nobody looks the address up. */
    private static InetAddress named(String host, InetAddress address) throws UnknownHostException {
        return InetAddress.getByAddress(host, address.getAddress());
    }

    private static UnknownHostException timeout(IOException cause) {
        UnknownHostException timeout = new ResolverTimeoutException(String.valueOf(cause.getMessage()));
        timeout.initCause(cause);
        return timeout;
    }

    private static UnknownHostException unknown(@Nullable String message, Throwable cause) {
        UnknownHostException unknown = new UnknownHostException(String.valueOf(message));
        unknown.initCause(cause);
        return unknown;
    }
}
