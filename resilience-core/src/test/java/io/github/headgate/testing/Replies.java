package io.github.headgate.testing;

import io.github.headgate.testing.RawUpstream.Behaviour;

/** What faulty upstreams say, and how they end it. A caret stands for a line end. */
final class Replies {
    /** In no response that anybody may see: the answer to a request that was not made. */
    static final String UNASKED = "HTTP/1.1 200 OK^Content-Length: 7^^" + Fault.UNASKED_BODY;

    /* More than a response-buffer, so that a part is on its way when the rest does not come. */
    private static final int LARGE = 400_000;
    /* Long enough that the client reads what came before the reset, also on a busy machine. */
    private static final int BEFORE_RESET_MS = 100;
    private static final int DRIP_MS = 100;

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

    /** Ends it without close_notify. */
    static Behaviour thenDrop(String text) {
        return peer -> {
            peer.send(lines(text));
            peer.drop();
        };
    }

    static Behaviour thenSilence(String text) {
        return peer -> {
            peer.send(lines(text));
            peer.stall();
        };
    }

    /** The beginning at once, and then one byte after the other, never silent for long. */
    static Behaviour drip(String start, String text) {
        return peer -> {
            peer.send(lines(start));
            for (char next : lines(text).toCharArray()) {
                peer.upstream().pause(DRIP_MS);
                peer.send(String.valueOf(next));
            }
        };
    }

    /** What is right, too late. */
    static Behaviour late(long millis) {
        return peer -> {
            peer.upstream().pause(millis);
            peer.ok("late");
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

    /** The first answer of all as it should be, so that the connection is kept; what comes after it is what goes wrong. */
    static Behaviour afterGoodOne(Behaviour then) {
        return peer -> {
            if (peer.upstream().requests().size() > 1) {
                then.answer(peer);
            } else {
                peer.ok("good");
            }
        };
    }

    static Behaviour inHttp10(Behaviour behaviour) {
        return peer -> behaviour.answer(peer.sayingHttp10());
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

    static String chunked(String chunks) {
        return ok("Transfer-Encoding: chunked", chunks);
    }

    static String largeWithLength() {
        return ok("Content-Length: " + LARGE, "x".repeat(LARGE / 2));
    }

    static String largeChunk() {
        return chunked(Integer.toHexString(LARGE) + "^" + "x".repeat(LARGE / 2));
    }

    static String largeChunked(String end) {
        return chunked(Integer.toHexString(LARGE) + "^" + "x".repeat(LARGE) + "^" + end);
    }

    private static String lines(String text) {
        return text.replace("^", "\r\n");
    }
}
