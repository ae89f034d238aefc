package io.github.headgate.testing;

import io.github.headgate.testing.RawUpstream.Behaviour;

/** What faulty upstreams say, and how they end it. A caret stands for a line end. */
final class Replies {
    /** In no response that anybody may see: the answer to a request that was not made. */
    static final String UNASKED = "HTTP/1.1 200 OK^Content-Length: 7^^" + Fault.UNASKED_BODY;

    /* More than a response-buffer, so that a part is on its way when the rest does not come. */
    private static final int LARGE = 400_000;
    /* Long enough that the client reads what came before the reset. */
    private static final int BEFORE_RESET_MS = 100;
    private static final int DRIP_MS = 50;

    private Replies() {}

    static Behaviour thenClose(String text) {
        return peer -> {
            peer.send(lines(text));
            peer.close();
        };
    }

    static Behaviour thenReset(String text) {
        return peer -> {
            peer.send(lines(text));
            peer.upstream().pause(BEFORE_RESET_MS);
            peer.reset();
        };
    }

    static Behaviour thenSilence(String text) {
        return peer -> {
            peer.send(lines(text));
            peer.stall();
        };
    }

    /** One byte after the other, so slowly that nobody waits for the end, and never silent for long. */
    static Behaviour drip(String text) {
        return peer -> {
            for (char next : lines(text).toCharArray()) {
                peer.send(String.valueOf(next));
                peer.upstream().pause(DRIP_MS);
            }
            peer.stall();
        };
    }

    static Behaviour endlessly(String start, String piece) {
        String pieces = lines(piece).repeat(100);
        return peer -> {
            peer.send(lines(start));
            while (true) {
                peer.send(pieces);
            }
        };
    }

    /** The first answer of a connection as it should be; what then ends the connection is seen when it is used again. */
    static Behaviour onReuse(Behaviour ending) {
        return peer -> {
            if (peer.number() > 1) {
                ending.answer(peer);
            } else {
                peer.ok("good");
            }
        };
    }

    /** The first answer of all with something after its end; the others as they should be. */
    static Behaviour leavingOver(String first) {
        return peer -> {
            if (peer.upstream().requests().size() > 1) {
                peer.ok("good");
            } else {
                peer.send(lines(first));
            }
        };
    }

    static String ok(String headers, String body) {
        return "HTTP/1.1 200 OK^" + headers + "^^" + body;
    }

    static String largeWithLength() {
        return ok("Content-Length: " + LARGE, "x".repeat(LARGE / 2));
    }

    static String largeChunk() {
        return ok("Transfer-Encoding: chunked", Integer.toHexString(LARGE) + "^" + "x".repeat(LARGE / 2));
    }

    static String largeChunked(String end) {
        return ok("Transfer-Encoding: chunked", Integer.toHexString(LARGE) + "^" + "x".repeat(LARGE) + "^" + end);
    }

    private static String lines(String text) {
        return text.replace("^", "\r\n");
    }
}
