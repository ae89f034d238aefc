package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchThreadTest {
    private final BlockingQueue<Thread> ran = new LinkedBlockingQueue<>();
    private final WatchThread watch = new WatchThread("watch-under-test", this::look, Duration.ofMillis(1));

    private void look() {
        ran.add(Thread.currentThread());
        throw new IllegalStateException("does not end the thread");
    }

    @AfterEach
    void close() {
        watch.close();
    }

    private @Nullable Thread next() throws InterruptedException {
        return ran.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void looksAgainAndAgainOnOneDaemonThread() throws InterruptedException {
        watch.start();
        watch.start();
        Thread first = next();

        assertThat(first).isNotNull();
        assertThat(first.isDaemon()).isTrue();
        assertThat(first.getContextClassLoader()).isSameAs(WatchThread.class.getClassLoader());
        assertThat(next()).isSameAs(first);
        assertThat(next()).isSameAs(first);
    }

    @Test
    void hasNoThreadBeforeTheFirstStartAndNoneAfterTheEnd() throws InterruptedException {
        assertThat(named()).isZero();
        watch.start();
        Thread thread = next();
        watch.close();
        assertThat(thread).isNotNull();
        assertThat(thread.isAlive()).isFalse();
        watch.start();
        assertThat(named()).isZero();
    }

    @Test
    void beginsAnewOnceItIsOpen() throws InterruptedException {
        watch.start();
        Thread before = next();
        watch.close();
        ran.clear();
        watch.open();
        watch.start();

        assertThat(next()).isNotNull().isNotSameAs(before);
    }

    private static long named() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("watch-under-test"))
                .count();
    }
}
