package io.github.headgate.testing;

import io.github.headgate.testing.RawUpstream.Behaviour;

/** What an upstream says to the first message of a TLS handshake, byte by byte, since no library of today would. */
final class Handshakes {
    private static final int RECORD_HEADER = 5;

    private Handshakes() {}

    /** Waits for the first message, and for its end: who closes with bytes unread would reset the connection. */
    static Behaviour afterHello(Behaviour then) {
        return peer -> {
            byte[] header = peer.request().body().readNBytes(RECORD_HEADER);
            int length = ((header[3] & 0xff) << 8) + (header[4] & 0xff);
            peer.request().body().skipNBytes(length);
            then.answer(peer);
        };
    }

    /** A fatal alert (RFC 8446 §6). */
    static Behaviour alert(int description) {
        return afterHello(peer -> {
            peer.send("\u0015\u0003\u0003\0\u0002\u0002" + (char) description);
            peer.stall();
        });
    }

    /** Chooses TLS 1.1, a version that nobody has offered for years. */
    static Behaviour oldVersion() {
        String version = "\u0003\u0002";
        String hello = version + "r".repeat(32) + "\0" + "\0/" + "\0"; // random, no session, a cipher, no compression
        String message = "\u0002\0\0" + (char) hello.length() + hello;
        return afterHello(peer -> {
            peer.send("\u0016" + version + "\0" + (char) message.length() + message);
            peer.stall();
        });
    }
}
