package io.github.headgate.simulation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All servers of a simulated upstream, each at an address of its own, and how often they are asked. */
final class Fleet {
    private static final int PORT = 8080;

    private final VirtualTime time;
    private final List<Server> servers = new ArrayList<>();
    private final Map<InetAddress, Server> byAddress = new HashMap<>();
    private final PerSecond attempts = new PerSecond();
    private final Map<Server, PerSecond> attemptsOfEach = new HashMap<>();

    Fleet(VirtualTime time, int size, Server.Make make, long seed) {
        this.time = time;
        for (int i = 0; i < size; i++) {
            Server server = new Server(time, make, new Dice(seed, -1 - i));
            servers.add(server);
            byAddress.put(address(i), server);
            attemptsOfEach.put(server, new PerSecond());
        }
    }

    /** Of the server of this index. */
    static InetAddress address(int index) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, (byte) (index >> 8), (byte) index});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the server of this index. */
    static String url(int index) {
        return url(address(index).getHostAddress());
    }

    static String url(String host) {
        return "http://" + host + ":" + PORT;
    }

    Server server(int index) {
        return servers.get(index);
    }

    Server at(InetAddress address) {
        return Objects.requireNonNull(byAddress.get(address));
    }

    /** An attempt is made, whether or not it comes as far as the server. */
    void asked(Server server) {
        attempts.count(time.now());
        Objects.requireNonNull(attemptsOfEach.get(server)).count(time.now());
    }

    /** Attempts on all servers. */
    PerSecond attempts() {
        return attempts;
    }

    /** Attempts on the server of this index. */
    PerSecond attempts(int index) {
        return Objects.requireNonNull(attemptsOfEach.get(server(index)));
    }
}
