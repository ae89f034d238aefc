package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.concurrent.Cancellable;
import org.junit.jupiter.api.Test;

class CancellableRequestTest {
    private final CancellableRequest request = new CancellableRequest("GET", "//x/y");
    private final AtomicInteger first = new AtomicInteger();
    private final AtomicInteger second = new AtomicInteger();

    private static Cancellable counting(AtomicInteger times) {
        return () -> times.incrementAndGet() > 0;
    }

    @Test
    void cancelsTheAttemptThatIsUnderWayAndOnlyThat() {
        request.setDependency(counting(first));
        request.setDependency(counting(second));

        assertThat(request.isCancelled()).isFalse();
        assertThat(request.cancel()).isTrue();
        assertThat(request.isCancelled()).isTrue();
        assertThat(request.cancel()).isFalse();
        assertThat(first).hasValue(0);
        assertThat(second).hasValue(1);
    }

    /* As one that begins after the wait between two attempts. */
    @Test
    void cancelsEveryAttemptThatBeginsLater() {
        request.cancel();
        request.setDependency(counting(first));
        request.setDependency(counting(second));

        assertThat(first).hasValue(1);
        assertThat(second).hasValue(1);
    }

    @Test
    void sendsTheTargetAsItIs() {
        assertThat(request.getPath()).isEqualTo("//x/y");
    }
}
