package io.github.headgate.upstream;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One address of an upstream. {@code Host}, SNI and the certificate check use the host; the connection uses the address.
 * Immutable; equal endpoints share connections and breaker.
 *
 * @param scheme {@code http}, {@code https}, or {@code tcp} for anything that is not HTTP
 * @param host a name in lower case, or an address as written, IPv6 without brackets
 * @param port from 1 to 65535
 * @param isBackup whether it is used only while no primary endpoint permits a call
 * @param address where to connect; null for a name that is not resolved yet
 */
public record Endpoint(
        String scheme,
        String host,
        int port,
        boolean isBackup,
        @Nullable InetAddress address) {
    private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443, "tcp", -1);

    /* Not java.net.URI: that knows no host with an underscore, as the services of a Compose file have. */
    private static final Pattern URL = Pattern.compile(
            "(?<scheme>[a-z]+)://(?<host>\\[[0-9a-f:.]+]|[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?)(:(?<port>[0-9]{1,5}))?/?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern IP_V4 = Pattern.compile(OCTET + "([.]" + OCTET + "){3}");

    /** What {@link #parse} expects, in words. */
    public static final String EXPECTED = "a URL of scheme, host and port, such as http://10.0.0.11:8080";

    /**
     * Reads an endpoint.
     *
     * @param url for example {@code http://10.0.0.11:8080}, {@code https://orders.internal} or {@code tcp://db:5432}; the
     *     port may be left out where the scheme has its own
     * @param isBackup whether it is used only while no primary endpoint permits a call
     * @throws IllegalArgumentException if it is not such a URL, or has a path, query or user
     */
    public static Endpoint parse(String url, boolean isBackup) {
        Matcher parts = URL.matcher(url);
        Integer defaultPort = parts.matches() ? DEFAULT_PORTS.get(lower(parts.group("scheme"))) : null;
        if (defaultPort == null) {
            throw new IllegalArgumentException(EXPECTED);
        }
        int port = parts.group("port") == null ? defaultPort : Integer.parseInt(parts.group("port"));
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(EXPECTED);
        }
        String host = lower(parts.group("host"));
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Endpoint(lower(parts.group("scheme")), bare, port, isBackup, literal(bare));
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
        return new Endpoint(scheme, host, port, isBackup, resolved);
    }

    /** Host and port as a {@code Host} header writes them: without the scheme's own port, IPv6 in brackets. */
    public String authority() {
        String written = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return Integer.valueOf(port).equals(DEFAULT_PORTS.get(scheme)) ? written : written + ":" + port;
    }

    /** For people: {@code http://orders.internal:8080}, with {@code [10.0.0.11]} behind it if the host is a name. */
    @Override
    public String toString() {
        String url = scheme + "://" + authority();
        InetAddress known = address;
        return known == null || isLiteral(host) ? url : url + " [" + known.getHostAddress() + "]";
    }
}
