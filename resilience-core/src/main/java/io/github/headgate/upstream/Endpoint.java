package io.github.headgate.upstream;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
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
    private static final Pattern IP_V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

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
        URI uri = uri(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        Integer defaultPort = DEFAULT_PORTS.get(scheme);
        boolean hasPath = uri.getRawPath() != null
                && !uri.getRawPath().isEmpty()
                && !uri.getRawPath().equals("/");
        boolean hasExtras = uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null;
        if (defaultPort == null || uri.getHost() == null || hasPath || hasExtras) {
            throw new IllegalArgumentException(EXPECTED);
        }
        int port = uri.getPort() == -1 ? defaultPort : uri.getPort();
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(EXPECTED);
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Endpoint(scheme, bare, port, isBackup, literal(bare));
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(EXPECTED, e);
        }
    }

    /* Never asks a resolver: only what is an address already is converted. */
    private static @Nullable InetAddress literal(String host) {
        if (!isLiteral(host)) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(EXPECTED, e);
        }
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || IP_V4.matcher(host).matches();
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
