package io.github.headgate;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Makes threads that keep no JVM running, and knows them until they have ended. Thread-safe. */
final class DaemonThreads {
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            // the first call starts it: not on behalf of whichever web application that call came from
            thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
            threads.removeIf(other -> other.getState() == Thread.State.TERMINATED);
            threads.add(thread);
            return thread;
        };
    }

    /**
     * Waits until all have ended, but the one that calls this, or for so long. Whoever stops a web application looks for threads of it right
     * after.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    void join(long mostMillis) throws InterruptedException {
        long leftNanos = TimeUnit.MILLISECONDS.toNanos(mostMillis);
        for (Thread thread : threads) {
            if (thread != Thread.currentThread() && leftNanos > 0) {
                leftNanos -= joined(thread, leftNanos);
            }
        }
    }

    /* What it took of the time: all of it if the thread has not ended, else about none. */
    private static long joined(Thread thread, long mostNanos) throws InterruptedException {
        if (thread.getState() == Thread.State.NEW || thread.getState() == Thread.State.TERMINATED) {
            return 0;
        }
        TimeUnit.NANOSECONDS.timedJoin(thread, mostNanos);
        return thread.isAlive() ? mostNanos : 0;
    }
}
