package io.github.headgate.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Address;

/** The names that stand in the file of hosts, with all their addresses; read again when it has changed. Thread-safe. */
final class HostsFile {
    private static final Logger LOG = LoggerFactory.getLogger(HostsFile.class);

    private final Path file;
    private volatile @Nullable Content content;

    private record Content(FileState state, Map<String, List<InetAddress>> addresses) {}

    HostsFile(Path file) {
        this.file = file;
    }

    /** Where this system keeps it. */
    static Path ofSystem() {
        String windows = System.getenv("SystemRoot");
        return windows == null ? Path.of("/etc/hosts") : Path.of(windows, "System32", "drivers", "etc", "hosts");
    }

    /** The addresses of a name, in the order of the file; none if the file does not name it. */
    List<InetAddress> addresses(String host) {
        FileState state = FileState.of(file);
        Content known = content;
        if (known == null || !known.state().equals(state)) {
            known = new Content(state, read());
            content = known;
        }
        return known.addresses().getOrDefault(host.toLowerCase(Locale.ROOT), List.of());
    }

    private Map<String, List<InetAddress>> read() {
        Map<String, List<InetAddress>> addresses = new HashMap<>();
        try {
            // a comment may be in any encoding, and this one takes every byte
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                add(line.replaceFirst("#.*", "").strip().split("\\s+"), addresses);
            }
        } catch (IOException e) {
            LOG.debug("{} is not read", file, e);
        }
        return addresses;
    }

    private static void add(String[] words, Map<String, List<InetAddress>> addresses) throws UnknownHostException {
        byte[] address = Address.toByteArray(words[0], Address.IPv4);
        if (address == null) {
            address = Address.toByteArray(words[0], Address.IPv6);
        }
        for (int i = 1; address != null && i < words.length; i++) {
            addresses
                    .computeIfAbsent(words[i].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(InetAddress.getByAddress(words[i], address));
        }
    }
}
