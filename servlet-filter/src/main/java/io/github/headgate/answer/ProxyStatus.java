package io.github.headgate.answer;

import io.github.headgate.failure.FailureType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code Proxy-Status} field (RFC 9209), written as a structured field (RFC 8941). Pure. */
public final class ProxyStatus {
    /** The name of the field. */
    public static final String HEADER = "Proxy-Status";

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]*");
    private static final int MAX_DETAILS = 512;

    private ProxyStatus() {}

    /** For an answer that an upstream gave: {@code headgate; received-status=503}. */
    public static String received(String name, int status) {
        return item(name) + "; received-status=" + status;
    }

    /** For an answer that we gave in its place: {@code headgate; error=connection_refused; next-hop=orders}. */
    static String generated(String name, FailureType error, @Nullable String nextHop, @Nullable String details) {
        StringBuilder field = new StringBuilder(item(name)).append("; error=").append(error.token());
        if (nextHop != null) {
            field.append("; next-hop=").append(item(nextHop));
        }
        if (details != null) {
            field.append("; details=")
                    .append(string(details.length() > MAX_DETAILS ? details.substring(0, MAX_DETAILS) : details));
        }
        return field.toString();
    }

    /** A token where the grammar permits one, else a string. */
    private static String item(String text) {
        return TOKEN.matcher(text).matches() ? text : string(text);
    }

    /* RFC 8941 §3.3.3: printable ASCII only; nothing else, line ends least of all, may get into a header. */
    private static String string(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return quoted.append('"').toString();
    }
}
