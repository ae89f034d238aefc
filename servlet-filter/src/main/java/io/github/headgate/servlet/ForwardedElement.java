package io.github.headgate.servlet;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One element of the {@code Forwarded} header (RFC 7239). Pure. */
final class ForwardedElement {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private ForwardedElement() {}

    static String of(String address, @Nullable String host, String proto) {
        StringBuilder element = new StringBuilder("for=").append(value(node(address)));
        if (host != null) {
            element.append(";host=").append(value(host));
        }
        return element.append(";proto=").append(value(proto)).toString();
    }

    /* RFC 7239 §6: an IPv6 address stands in brackets; its zone means nothing on another machine. */
    private static String node(String address) {
        int zone = address.indexOf('%');
        String plain = zone < 0 ? address : address.substring(0, zone);
        return plain.indexOf(':') >= 0 && !plain.startsWith("[") ? "[" + plain + "]" : plain;
    }

    private static String value(String text) {
        return TOKEN.matcher(text).matches()
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
