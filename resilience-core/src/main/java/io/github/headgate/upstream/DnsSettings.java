package io.github.headgate.upstream;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.TextParseException;

/**
 * Who is to be asked, and for which names. Immutable.
 *
 * @param servers in the order in which they are asked; none if this system names none
 * @param search what is appended to a name, in this order
 * @param ndots a name with fewer dots is asked for with the search list first, and as it is last
 */
record DnsSettings(List<InetSocketAddress> servers, List<Name> search, int ndots) {
    private static final Logger LOG = LoggerFactory.getLogger(DnsSettings.class);

    DnsSettings {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
    }

    /**
     * The full names that a name may stand for, in the order in which they are asked for.
     *
     * @throws TextParseException if it cannot be a name in DNS
     */
    List<Name> candidates(String host) throws TextParseException {
        Name name = Name.fromString(host);
        Name asIs = Name.fromString(host, Name.root);
        List<Name> candidates = new ArrayList<>();
        if (name.isAbsolute()) {
            return List.of(asIs);
        }
        for (Name suffix : search) {
            try {
                candidates.add(Name.concatenate(name, suffix));
            } catch (NameTooLongException e) {
                LOG.debug("{} is too long with {}", name, suffix);
            }
        }
        candidates.add(name.labels() - 1 < ndots ? candidates.size() : 0, asIs);
        return candidates;
    }
}
