package io.github.headgate.simulation;

import io.github.headgate.simulation.Condition.Mode;
import io.github.headgate.simulation.Waiting.Answer;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;

/**
 * A simulated endpoint: so many requests at a time, a queue, and a condition that changes. Like a real server it notices only
 * at the end that nobody waits for an answer any more: what was given up still costs its time.
 */
final class Server {
    /** From the gateway to the server and back, without the work. */
    static final long ROUND_TRIP_NANOS = 500_000;

    /**
     * What a server is made of.
     *
     * @param serviceTime how long it works on a request
     * @param capacity requests that it works on at a time
     * @param queue requests that wait for that; one more is answered 503
     */
    record Make(ServiceTime serviceTime, int capacity, int queue) {}

    private final VirtualTime time;
    private final Make make;
    private final Dice dice;
    private final Queue<Job> queue = new ArrayDeque<>();
    private final Set<Job> atWork = new LinkedHashSet<>();
    private Condition condition = Condition.UP;
    private int life;
    private int jobs;

    /** A request, numbered, for it may have been given up and its place be waited for again. */
    private record Job(Waiting waiting, int number) {}

    Server(VirtualTime time, Make make, Dice dice) {
        this.time = time;
        this.make = make;
        this.dice = dice;
    }

    Condition condition() {
        return condition;
    }

    /** Which process this is: connections to an earlier one are closed. */
    int life() {
        return life;
    }

    /** Requests that are worked on or wait for that. */
    int load() {
        return atWork.size() + queue.size();
    }

    void become(Condition next) {
        if (next.mode() == Mode.DEAD && condition.mode() != Mode.DEAD) {
            die();
        }
        condition = next;
    }

    private void die() {
        life++;
        atWork.forEach(Server::reset);
        queue.forEach(Server::reset);
        atWork.clear();
        queue.clear();
    }

    private static void reset(Job job) {
        job.waiting.failed(new SocketException("Connection reset"), ROUND_TRIP_NANOS / 2);
    }

    /** Takes a request on. */
    void accept(Waiting waiting) {
        switch (condition.mode()) {
            case UP -> take(new Job(waiting, ++jobs));
            case DEAD -> waiting.failed(new SocketException("Connection reset"), ROUND_TRIP_NANOS);
            case FAILING -> refuse(waiting, condition.retryAfterSeconds());
            case BLACKHOLED, STALLED -> {
                // until whoever waits gives up
            }
        }
    }

    private void take(Job job) {
        if (atWork.size() < make.capacity()) {
            begin(job);
        } else if (queue.size() < make.queue()) {
            queue.add(job);
        } else {
            refuse(job.waiting, 0);
        }
    }

    private static void refuse(Waiting waiting, int retryAfterSeconds) {
        waiting.succeeded(new Answer(503, retryAfterSeconds), ROUND_TRIP_NANOS);
    }

    private void begin(Job job) {
        atWork.add(job);
        long nanos = (long) (make.serviceTime().nanos(dice) * condition.slowness());
        int status = condition.flakiness() > 0 && dice.uniform() < condition.flakiness() ? 503 : 200;
        time.at(time.now() + nanos, () -> finish(job, status));
    }

    private void finish(Job job, int status) {
        if (!atWork.remove(job)) {
            return; // lost in a restart
        }
        if (!condition.isSilent()) {
            job.waiting.succeeded(new Answer(status, 0), ROUND_TRIP_NANOS);
        }
        Job next = queue.poll();
        if (next != null) {
            begin(next);
        }
    }
}
