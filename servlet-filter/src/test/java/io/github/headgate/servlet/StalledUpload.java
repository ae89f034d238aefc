package io.github.headgate.servlet;

import java.io.IOException;
import java.time.Duration;

/** Sends a large body from a thread of its own: who stops reading it must not keep the caller from reading the answer. */
final class StalledUpload extends Thread {
    private static final int PART = 64 << 10;

    private final RawClient client;
    private final String head;
    private final String body;
    private long movedAtNanos = System.nanoTime();
    private long longestNanos;

    StalledUpload(RawClient client, String head, String body) {
        this.client = client;
        this.head = head;
        this.body = body;
    }

    /** How long it has not moved at a stretch; once there is an answer, the container reads on, and it does move. */
    synchronized Duration longestPause() {
        return Duration.ofNanos(Math.max(longestNanos, System.nanoTime() - movedAtNanos));
    }

    private synchronized void moved() {
        long now = System.nanoTime();
        longestNanos = Math.max(longestNanos, now - movedAtNanos);
        movedAtNanos = now;
    }

    @Override
    public void run() {
        try {
            client.send(head, "");
            for (int sent = 0; sent < body.length(); sent += PART) {
                client.send("", body.substring(sent, Math.min(body.length(), sent + PART)));
                moved();
            }
        } catch (IOException e) {
            // the answer, or its absence, says it
        }
    }
}
