package io.github.headgate;

import io.github.headgate.stored.Shared;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A call that others wait for: who they are, and what it has brought for them. Thread-safe. */
final class Refresh {
    private final Set<CountDownLatch> waiting = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Shared<KeptResponse> shared;
    private volatile @Nullable Mishap mishap;
    private volatile boolean isSuperseded;
    private volatile boolean isForOne;
    private volatile boolean isOver;

    /** It has brought a response that others may get. */
    void answered(Shared<KeptResponse> response) {
        shared = response;
    }

    /** It has brought a response that nobody else may get. */
    void answeredForOne() {
        isForOne = true;
    }

    boolean isForOne() {
        return isForOne;
    }

    /** It has failed in a way that says something about the upstream. */
    void failed(Mishap how) {
        mishap = how;
    }

    /** The resource may have changed since it began: what it brings is for those who have asked already. */
    void supersede() {
        isSuperseded = true;
    }

    boolean isSuperseded() {
        return isSuperseded;
    }

    /** The response for others; null if there is none, yet or at all. */
    @Nullable
    Shared<KeptResponse> shared() {
        return shared;
    }

    /** How it has failed; null if it has not, or without a fault of the upstream. */
    @Nullable
    Mishap mishap() {
        return mishap;
    }

    /** Waits until it is over, or until the latch is opened. */
    void await(CountDownLatch own) throws InterruptedException {
        waiting.add(own);
        try {
            if (!isOver) {
                own.await();
            }
        } finally {
            waiting.remove(own);
        }
    }

    /** It is over: nobody waits any more. */
    void end() {
        isOver = true;
        waiting.forEach(CountDownLatch::countDown);
    }
}
