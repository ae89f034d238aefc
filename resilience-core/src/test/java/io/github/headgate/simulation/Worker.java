package io.github.headgate.simulation;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that runs only when it is its turn. It is used again for other work once its own is done. */
final class Worker implements Runnable {
    private static final int STACK_BYTES = 512 << 10;

    private final VirtualTime time;
    private final Thread thread;
    private volatile boolean isOn;
    private @Nullable Runnable work;

    Worker(VirtualTime time, Thread thread) {
        this.time = time;
        this.thread = thread;
    }

    private Worker(VirtualTime time) {
        this.time = time;
        this.thread = new Thread(null, this, "simulated", STACK_BYTES);
        thread.setDaemon(true);
    }

    static Worker started(VirtualTime time) {
        Worker worker = new Worker(time);
        worker.thread.start();
        return worker;
    }

    void give(Runnable next) {
        work = next;
    }

    @Nullable
    Runnable takeWork() {
        Runnable taken = work;
        work = null;
        return taken;
    }

    /** It is this one's turn now, and no longer the caller's. */
    void goOn() {
        isOn = true;
        LockSupport.unpark(thread);
    }

    /** Waits for its turn. */
    void await() {
        while (!isOn) {
            LockSupport.park(this);
        }
        isOn = false;
    }

    @Override
    public void run() {
        await();
        Runnable next = takeWork();
        while (next != null) {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                time.failed(e);
            }
            next = time.runEvents(this, true);
        }
    }
}
