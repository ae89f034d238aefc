package io.github.headgate.retry;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Keeps retries from becoming the load that finishes an upstream off: within the last ten seconds, retries are at most a
 * percentage of calls, plus a floor for services with few calls. Thread-safe and lock-free.
 *
 * <p>Ten slots of a second each; a slot packs its second, its calls and its retries into one long, so that each update
 * is one compare-and-set. A slot is begun anew by the first who needs it for a later second.
 */
public final class RetryBudget {
    private static final int SLOTS = 10;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int COUNT_BITS = 22;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final long SECOND_MASK = (1L << (64 - 2 * COUNT_BITS)) - 1;
    private static final long LATE_SECONDS = 60;
    private static final long ONE_CALL = 1L << COUNT_BITS;
    private static final long ONE_RETRY = 1L;

    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);
    private final int percent;
    private final long floor;
    private final long originNanos;

    /**
     * @param policy its budget settings are used
     * @param nowNanos the present, on the scale of {@link TimeSource#nanoTime()}
     */
    public RetryBudget(RetryPolicy policy, long nowNanos) {
        this.percent = policy.budgetPercent();
        this.floor = (long) policy.budgetMinPerSecond() * SLOTS;
        this.originNanos = nowNanos;
    }

    /**
     * Counts a call.
     *
     * @param nowNanos the present, on the scale of {@link TimeSource#nanoTime()}
     */
    public void deposit(long nowNanos) {
        add(second(nowNanos), ONE_CALL);
    }

    /**
     * Counts a retry if the budget allows it.
     *
     * @param nowNanos the present, on the scale of {@link TimeSource#nanoTime()}
     * @return whether it does; if not, nothing is counted
     */
    public boolean withdraw(long nowNanos) {
        long second = second(nowNanos);
        if (left(second) <= 0) {
            return false;
        }
        add(second, ONE_RETRY);
        return true;
    }

    /**
     * How many retries it allows at this moment; nothing is counted.
     *
     * @param nowNanos the present, on the scale of {@link TimeSource#nanoTime()}
     */
    public int retriesLeft(long nowNanos) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, left(second(nowNanos))));
    }

    /* Two threads may both see the last one left: a retry too many now and then, no lock on the way. */
    private long left(long second) {
        long calls = 0;
        long retries = 0;
        for (int i = 0; i < SLOTS; i++) {
            long slot = slots.get(i);
            if (((second - secondOf(slot)) & SECOND_MASK) < SLOTS) {
                calls += callsOf(slot);
                retries += retriesOf(slot);
            }
        }
        return floor + calls * percent / 100 - retries;
    }

    private long second(long nowNanos) {
        return Math.max(0, nowNanos - originNanos) / NANOS_PER_SECOND;
    }

    private static long secondOf(long slot) {
        return slot >>> (2 * COUNT_BITS);
    }

    private static long callsOf(long slot) {
        return (slot >>> COUNT_BITS) & COUNT_MASK;
    }

    private static long retriesOf(long slot) {
        return slot & COUNT_MASK;
    }

    private void add(long second, long one) {
        slots.updateAndGet((int) (second % SLOTS), slot -> sum(slot, second, one));
    }

    /* What a thread that was paused for the whole window counts is out of it; it must not begin a newer slot anew. */
    private static long sum(long slot, long second, long one) {
        boolean isCurrent = secondOf(slot) == (second & SECOND_MASK);
        boolean isLate = slot != 0 && !isCurrent && ((secondOf(slot) - second) & SECOND_MASK) < LATE_SECONDS;
        boolean isFull = isCurrent && (one == ONE_CALL ? callsOf(slot) : retriesOf(slot)) == COUNT_MASK;
        long begun = isCurrent ? slot : (second & SECOND_MASK) << (2 * COUNT_BITS);
        return isLate || isFull ? slot : begun + one;
    }
}
