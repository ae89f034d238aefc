package io.github.headgate.simulation;

import io.github.headgate.simulation.Waiting.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;

/** The connections of one gateway to one server: so many at most, kept after use, the one that was used last first. */
final class Connections {
    /* A kept connection is looked at before its use only if it has been idle for longer, as the real transport does. */
    private static final long CHECK_AFTER_IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final VirtualTime time;
    private final Server server;
    private final int most;
    private final long connectTimeoutNanos;
    private final Deque<Kept> idle = new ArrayDeque<>();
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private int inUse;
    private long renewedNanos = Long.MIN_VALUE;

    /** A connection to one life of the server, and since when it is idle. */
    private record Kept(int life, long sinceNanos) {}

    /** A connection in use: to which life of the server, and whether it was used before. */
    record Taken(int life, boolean isReused) {}

    Connections(VirtualTime time, Server server, int most, Duration connectTimeout) {
        this.time = time;
        this.server = server;
        this.most = most;
        this.connectTimeoutNanos = connectTimeout.toNanos();
    }

    /** A connection; waits for a free place and for the server. Whoever got one gives it back, or closes it. */
    Taken take(Waiting waiting) throws IOException {
        if (inUse == most) {
            awaitPlace(waiting);
        } else {
            inUse++;
        }
        Kept kept = usable();
        if (kept != null) {
            return new Taken(kept.life(), true);
        }
        boolean isConnected = false;
        try {
            connect(waiting);
            isConnected = true;
            return new Taken(server.life(), false);
        } finally {
            if (!isConnected) {
                close();
            }
        }
    }

    private void awaitPlace(Waiting waiting) throws IOException {
        queue.add(waiting);
        Event limit = time.at(
                time.now() + connectTimeoutNanos,
                () -> waiting.failed(new ConnectionRequestTimeoutException("no connection is free"), 0));
        try {
            waiting.await();
        } finally {
            limit.cancel();
            queue.remove(waiting);
        }
    }

    private @Nullable Kept usable() {
        Kept kept = idle.pollLast();
        while (kept != null && isKnownToBeClosed(kept)) {
            kept = idle.pollLast();
        }
        return kept;
    }

    private boolean isKnownToBeClosed(Kept kept) {
        boolean isLongIdle = time.now() - kept.sinceNanos() > CHECK_AFTER_IDLE_NANOS;
        return kept.sinceNanos() < renewedNanos || (isLongIdle && kept.life() != server.life());
    }

    private void connect(Waiting waiting) throws IOException {
        Event limit = time.at(
                time.now() + connectTimeoutNanos,
                () -> waiting.failed(new ConnectTimeoutException("Connect timed out"), 0));
        switch (server.condition().mode()) {
            case UP, STALLED, FAILING -> waiting.succeeded(Answer.NONE, Server.ROUND_TRIP_NANOS);
            case DEAD -> waiting.failed(new ConnectException("Connection refused"), Server.ROUND_TRIP_NANOS);
            case BLACKHOLED -> {
                // until the time is up
            }
        }
        try {
            waiting.await();
        } finally {
            limit.cancel();
        }
    }

    /** Gives a connection back, to be used again. */
    void giveBack(Taken taken) {
        idle.addLast(new Kept(taken.life(), time.now()));
        close();
    }

    /** Gives the place of a connection back that is not used again. */
    void close() {
        Waiting next = queue.poll();
        while (next != null && !next.succeeded(Answer.NONE, 0)) {
            next = queue.poll();
        }
        if (next == null) {
            inUse--;
        }
    }

    /** What is idle now is not used again. */
    void renew() {
        renewedNanos = time.now();
    }
}
