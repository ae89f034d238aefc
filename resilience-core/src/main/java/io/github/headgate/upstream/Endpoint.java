package io.github.headgate.upstream;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One address of an upstream. {@code Host}, SNI and the certificate check use the host; the connection uses the address.
 * Immutable. What is known of an endpoint, and its connections, belong to its {@link #identity()}.
 *
 * @param scheme {@code http}, {@code https}, or {@code tcp} for anything that is not HTTP
 * @param host a name in lower case, or an address as written, IPv6 without brackets
 * @param port from 1 to 65535
 * @param isBackup whether it is used only while no primary endpoint permits a call
 * @param address where to connect; null for a name that is not resolved yet
 * @param weight its share of the calls compared to others, from 1 to 1000; 1 unless told otherwise
 * @param zone where it stands; empty if that is not known
 */
public record Endpoint(
        String scheme,
        String host,
        int port,
        boolean isBackup,
        @Nullable InetAddress address,
        int weight,
        String zone) {
    private static final int MAX_WEIGHT = 1000;
    private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443, "tcp", -1);

    /* Not java.net.URI: that knows no host with an underscore, as the services of a Compose file have. */
    private static final Pattern URL = Pattern.compile(
            "(?<scheme>[a-z]+)://(?<host>\\[[0-9a-f:.]+]|[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?)(:(?<port>[0-9]{1,5}))?/?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ATTRIBUTE =
            Pattern.compile("weight=(?<weight>[1-9][0-9]{0,3})|zone=(?<zone>[A-Za-z0-9._-]{1,63})");
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern IP_V4 = Pattern.compile(OCTET + "([.]" + OCTET + "){3}");

    /** What {@link #parse} expects, in words. */
    public static final String EXPECTED = "a URL of scheme, host and port, such as http://10.0.0.11:8080";

    /** What {@link #parse} expects behind the URL, in words. */
    public static final String ATTRIBUTES_EXPECTED =
            "weight=1 to weight=" + MAX_WEIGHT + " and zone=NAME behind the URL, each once";

    /**
     * Reads an endpoint.
     *
     * @param text for example {@code http://10.0.0.11:8080}, {@code https://orders.internal} or {@code tcp://db:5432}; the
     *     port may be left out where the scheme has its own. Behind it may stand {@code weight=2} and {@code zone=eu-1a},
     *     each after a blank
     * @param isBackup whether it is used only while no primary endpoint permits a call
     * @throws IllegalArgumentException if it is not such a URL, or has a path, query or user; its message says what was expected
     */
    public static Endpoint parse(String text, boolean isBackup) {
        String[] words = text.strip().split("\\s+", -1);
        Endpoint endpoint = parseUrl(words[0], isBackup);
        int weights = 0;
        int zones = 0;
        for (int i = 1; i < words.length; i++) {
            Matcher attribute = ATTRIBUTE.matcher(words[i]);
            require(attribute.matches(), ATTRIBUTES_EXPECTED);
            if (attribute.group("weight") != null) {
                weights++;
                endpoint = endpoint.withWeight(Integer.parseInt(attribute.group("weight")));
            } else {
                zones++;
                endpoint = endpoint.withZone(attribute.group("zone"));
            }
        }
        require(weights <= 1 && zones <= 1, ATTRIBUTES_EXPECTED);
        return endpoint;
    }

    private static void require(boolean isRight, String expected) {
        if (!isRight) {
            throw new IllegalArgumentException(expected);
        }
    }

    private static Endpoint parseUrl(String url, boolean isBackup) {
        Matcher parts = URL.matcher(url);
        Integer defaultPort = parts.matches() ? DEFAULT_PORTS.get(lower(parts.group("scheme"))) : null;
        if (defaultPort == null) {
            throw new IllegalArgumentException(EXPECTED);
        }
        int port = parts.group("port") == null ? defaultPort : Integer.parseInt(parts.group("port"));
        require(port >= 1 && port <= 65535, EXPECTED);
        String host = lower(parts.group("host"));
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Endpoint(lower(parts.group("scheme")), bare, port, isBackup, literal(bare), 1, "");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /* Never asks a resolver: only what is an address already is converted. */
    private static @Nullable InetAddress literal(String host) {
        if (!isLiteral(host)) {
            return null;
        }
        if (host.indexOf(':') < 0 && !IP_V4.matcher(host).matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        try {
            return InetAddress.getByName(host);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(EXPECTED, e);
        }
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || NUMERIC.matcher(host).matches();
    }

    /** The same endpoint at this address. */
    public Endpoint at(InetAddress resolved) {
        return new Endpoint(scheme, host, port, isBackup, resolved, weight, zone);
    }

    /**
     * The same endpoint with this share of the calls.
     *
     * @throws IllegalArgumentException if it is not from 1 to 1000
     */
    public Endpoint withWeight(int share) {
        require(share >= 1 && share <= MAX_WEIGHT, ATTRIBUTES_EXPECTED);
        return new Endpoint(scheme, host, port, isBackup, address, share, zone);
    }

    /** The same endpoint in this zone; empty for none. */
    public Endpoint withZone(String name) {
        return new Endpoint(scheme, host, port, isBackup, address, weight, name);
    }

    /** Which endpoint it is, whatever it is used for: scheme, host, port and address, and nothing else. */
    public Endpoint identity() {
        return new Endpoint(scheme, host, port, false, address, 1, "");
    }

    /** Host and port as a {@code Host} header writes them: without the scheme's own port, IPv6 in brackets. */
    public String authority() {
        String written = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return hasDefaultPort() ? written : written + ":" + port;
    }

    /** Whether the port is the one that a URL of the scheme may leave out. */
    public boolean hasDefaultPort() {
        return DEFAULT_PORTS.getOrDefault(scheme, -1) == port;
    }

    /** Whether somebody means this endpoint by that: its URL, with or without its address in brackets. */
    public boolean isCalled(String text) {
        String url = scheme + "://" + authority();
        return text.equals(toString()) || text.equals(url) || text.equals(scheme + "://" + host + ":" + port);
    }

    /** For people: {@code http://orders.internal:8080}, with {@code [10.0.0.11]} behind it if the host is a name. */
    @Override
    public String toString() {
        String url = scheme + "://" + authority();
        InetAddress known = address;
        return known == null || isLiteral(host) ? url : url + " [" + known.getHostAddress() + "]";
    }
}
