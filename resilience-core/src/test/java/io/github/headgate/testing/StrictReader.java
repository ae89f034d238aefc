package io.github.headgate.testing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a response on the wire is, read by RFC 9112 without any leniency and without any code of ours or of HttpClient: the
 * measure for what we make of it, and for what we send. It has all bytes before it, which a client has not.
 */
public final class StrictReader {
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.([0-9]) ([1-5][0-9][0-9])( .*)?", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)", Pattern.DOTALL);
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,15})[ \\t]*(;.*)?", Pattern.DOTALL);
    private static final BigInteger MAX_LENGTH = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int MAX_FIELD = 32 << 10;
    private static final int MAX_SECTION = 256 << 10;
    private static final int MAX_CHUNK_LINE = 4096;

    /** What a response is. */
    public sealed interface Reading {}

    /** A whole response, its fields as {@code Name: value}. */
    public record Whole(int status, List<String> fields, String body) implements Reading {}

    /** It breaks off: what is there may be right, or wrong already. */
    public record BrokenOff() implements Reading {}

    /** It breaks a rule. */
    public record Wrong(String why) implements Reading {}

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why, null, false, false);
        }
    }

    private static final class Cut extends Exception {
        private static final long serialVersionUID = 1L;

        Cut() {
            super("cut", null, false, false);
        }
    }

    private final String wire;
    private final boolean isHead;
    private final boolean endsWithFin;
    private int at;

    private StrictReader(String wire, String method, boolean endsWithFin) {
        this.wire = wire;
        this.isHead = method.equals("HEAD");
        this.endsWithFin = endsWithFin;
    }

    /**
     * Reads all that came over a connection.
     *
     * @param endsWithFin whether the connection was then closed in good order
     */
    public static Reading read(String wire, String method, boolean endsWithFin) {
        try {
            return new StrictReader(wire, method, endsWithFin).response();
        } catch (Cut e) {
            return new BrokenOff();
        } catch (Refused e) {
            return new Wrong(String.valueOf(e.getMessage()));
        }
    }

    private Reading response() throws Cut, Refused {
        for (int interim = 0; interim <= 20; interim++) {
            Head head = head();
            if (head.status == 101) {
                throw new Refused("101");
            }
            if (head.status >= 200) {
                return new Whole(head.status, head.fields, body(head));
            }
        }
        throw new Refused("interim responses without end");
    }

    private record Head(int minor, int status, List<String> fields) {
        List<String> values(String name) {
            return fields.stream()
                    .filter(field -> field.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
                    .map(field -> field.substring(name.length() + 2))
                    .toList();
        }
    }

    private Head head() throws Cut, Refused {
        boolean isBare = endsBare();
        Matcher statusLine = STATUS_LINE.matcher(line(isBare, MAX_FIELD));
        if (!statusLine.matches()) {
            throw new Refused("status line");
        }
        Head head =
                new Head(Integer.parseInt(statusLine.group(1)), Integer.parseInt(statusLine.group(2)), fields(isBare));
        List<String> lengths = head.values("Content-Length");
        if (lengths.size() > 1 || lengths.stream().anyMatch(length -> !length.matches("[0-9]+"))) {
            throw new Refused("Content-Length");
        }
        if (!head.values("Transfer-Encoding").isEmpty() && (!lengths.isEmpty() || head.minor == 0)) {
            throw new Refused("Transfer-Encoding beside something else");
        }
        return head;
    }

    private boolean endsBare() {
        int end = wire.indexOf('\n', at);
        return end >= 0 && (end == at || wire.charAt(end - 1) != '\r');
    }

    private List<String> fields(boolean isBare) throws Cut, Refused {
        List<String> fields = new ArrayList<>();
        int section = 0;
        for (String line = line(isBare, MAX_FIELD); !line.isEmpty(); line = line(isBare, MAX_FIELD)) {
            boolean isFolded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            if (isFolded && fields.isEmpty()) {
                throw new Refused("space before the first field");
            }
            if (isFolded) {
                int last = fields.size() - 1;
                fields.set(last, fields.get(last) + " " + line.replaceAll("^[ \t]+", ""));
            } else {
                fields.add(line);
            }
            section += line.length() + 2;
            if (fields.size() > 200
                    || section > MAX_SECTION
                    || fields.get(fields.size() - 1).length() > MAX_FIELD) {
                throw new Refused("too much");
            }
        }
        List<String> read = new ArrayList<>();
        for (String field : fields) {
            Matcher parts = FIELD.matcher(field);
            if (!parts.matches()) {
                throw new Refused("field");
            }
            read.add(parts.group(1) + ": " + parts.group(2).replaceAll("^[ \t]+|[ \t]+$", ""));
        }
        return read;
    }

    private String line(boolean isBare, int max) throws Cut, Refused {
        int end = wire.indexOf('\n', at);
        if (end < 0) {
            throw new Cut();
        }
        boolean endsBare = end == at || wire.charAt(end - 1) != '\r';
        String line = wire.substring(at, endsBare ? end : end - 1);
        at = end + 1;
        if (endsBare != isBare) {
            throw new Refused("line end");
        }
        if (line.length() > max || line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            throw new Refused("line");
        }
        return line;
    }

    private String body(Head head) throws Cut, Refused {
        if (isHead || head.status == 204 || head.status == 304) {
            return "";
        }
        List<String> codings = head.values("Transfer-Encoding");
        if (!codings.isEmpty()) {
            String coding =
                    String.join(",", codings).replaceAll("[ \t]*,[ \t,]*", ",").replaceAll("^,+|,+$", "");
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new Refused("Transfer-Encoding");
            }
            return chunks();
        }
        List<String> lengths = head.values("Content-Length");
        if (lengths.isEmpty()) {
            if (!endsWithFin) {
                throw new Cut();
            }
            return take(wire.length() - at);
        }
        BigInteger length = new BigInteger(lengths.get(0));
        if (length.compareTo(MAX_LENGTH) > 0) {
            throw new Refused("Content-Length");
        }
        return take(length.longValue());
    }

    private String chunks() throws Cut, Refused {
        StringBuilder body = new StringBuilder();
        while (true) {
            Matcher size = CHUNK.matcher(line(false, MAX_CHUNK_LINE));
            if (!size.matches()) {
                throw new Refused("chunk size");
            }
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) {
                fields(false);
                return body.toString();
            }
            body.append(take(length));
            if (!line(false, MAX_CHUNK_LINE).isEmpty()) {
                throw new Refused("end of chunk");
            }
        }
    }

    private String take(long length) throws Cut {
        if (length > wire.length() - at) {
            throw new Cut();
        }
        String taken = wire.substring(at, at + (int) length);
        at += (int) length;
        return taken;
    }
}
