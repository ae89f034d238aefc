package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.UpstreamException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** However a call waits, its virtual thread leaves the carrier to others meanwhile. */
@EnabledForJreRange(min = JRE.JAVA_21)
@Timeout(60)
class VirtualThreadsTest {
    private static final int CALLS_EACH = 4;

    @TempDir
    Path directory;

    @Test
    void noCallPinsItsThread() throws Exception {
        try (WaysToWait upstreams = new WaysToWait(directory)) {
            assertThat(callAll(upstreams, new CallListener() {}))
                    .as("loads the classes, which pins whoever waits for it")
                    .isTrue();
            assertThat(pinnedWhileCalling(upstreams, new CallListener() {})).isEmpty();
        }
    }

    @Test
    void whatPinsInsideOfCallsIsSeen() throws Exception {
        try (WaysToWait upstreams = new WaysToWait(directory)) {
            assertThat(pinnedWhileCalling(upstreams, new CallListener() {
                        @Override
                        public void callAnswered(String upstream, List<AttemptReport> attempts, Duration elapsed) {
                            waitBelowNativeCode();
                        }
                    }))
                    .isNotEmpty();
        }
    }

    private List<?> pinnedWhileCalling(WaysToWait upstreams, CallListener listener) throws Exception {
        return new Pinning(directory.resolve("pinned.jfr")).during(() -> callAll(upstreams, listener));
    }

    private static boolean callAll(WaysToWait upstreams, CallListener listener) throws Exception {
        ExecutorService threads = virtualThreads();
        try (Headgate headgate = upstreams.open(listener)) {
            List<Future<?>> calls = new ArrayList<>();
            WaysToWait.OUTCOMES.forEach((upstream, outcome) -> {
                for (int i = 0; i < CALLS_EACH; i++) {
                    calls.add(threads.submit(() ->
                            assertThat(call(headgate, upstream)).as(upstream).matches(outcome)));
                }
            });
            for (Future<?> call : calls) {
                call.get();
            }
            return !calls.isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    private static String call(Headgate headgate, String upstream) throws Exception {
        try (ClassicHttpResponse response = headgate.execute(upstream, new HttpGet("/"))) {
            return response.getCode() + " " + EntityUtils.toByteArray(response.getEntity()).length;
        } catch (UpstreamException e) {
            return e.type().token();
        }
    }

    /* They are not in the API that we compile against. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    /* The JVM looks for a class, and therefore calls a loader from its own code. */
    private static void waitBelowNativeCode() {
        ClassLoader slow = new ClassLoader() {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                throw new ClassNotFoundException(name);
            }
        };
        try {
            throw new AssertionError(Class.forName("not.There", false, slow));
        } catch (ClassNotFoundException e) {
            assertThat(e).hasMessage("not.There");
        }
    }
}
