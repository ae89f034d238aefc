package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DaemonThreadsTest {
    private final DaemonThreads threads = new DaemonThreads();
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    private Thread started() {
        Thread thread = threads.named("test").newThread(() -> {
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void areWaitedForUntilTheyHaveEnded() throws InterruptedException {
        Thread one = started();
        Thread other = started();
        assertThat(one.isDaemon()).isTrue();
        threads.join(1);
        assertThat(one.isAlive()).isTrue();
        mayEnd.countDown();
        threads.join(20_000);
        assertThat(one.isAlive()).isFalse();
        assertThat(other.isAlive()).isFalse();
    }

    @Test
    void doNotWaitForThemselves() throws InterruptedException {
        Thread thread = threads.named("test").newThread(() -> {
            try {
                threads.join(20_000);
                mayEnd.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        mayEnd.await();
        assertThat(mayEnd.getCount()).isZero();
    }
}
