package io.github.headgate.examples.benchmarks;

import io.github.headgate.Headgate;
import io.github.headgate.failure.UpstreamException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Calls at a fixed rate, whether earlier ones have been answered or not; each is timed from when it was due. */
final class Load {
    private static final int THREADS = 600;
    private static final int MOST_LATE_MILLIS = 20;

    private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();

    /**
     * One call.
     *
     * @param dueNanos from the start of the load
     * @param tookNanos from when it was due to its end
     * @param outcome the status, or how it failed
     */
    record Sample(long dueNanos, long tookNanos, String outcome) {
        boolean isGood() {
            return outcome.equals("200");
        }
    }

    /** Makes calls for some seconds, and something else meanwhile. */
    List<Sample> run(Headgate headgate, int perSecond, int seconds, Fault fault) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "caller");
            thread.setDaemon(true);
            return thread;
        });
        int calls = perSecond * seconds;
        CountDownLatch done = new CountDownLatch(calls);
        long start = System.nanoTime();
        Thread breaking = new Thread(() -> fault.run(start), "fault");
        breaking.setDaemon(true);
        breaking.start();
        for (int i = 0; i < calls; i++) {
            long due = TimeUnit.SECONDS.toNanos(i) / perSecond;
            waitUntil(start + due);
            threads.execute(() -> {
                String outcome = call(headgate);
                samples.add(new Sample(due, System.nanoTime() - start - due, outcome));
                done.countDown();
            });
        }
        done.await();
        breaking.join();
        threads.shutdown();
        List<Sample> all = new ArrayList<>(samples);
        all.sort(Comparator.comparingLong(Sample::dueNanos));
        return all;
    }

    /** What is done to the servers while calls are made. */
    @FunctionalInterface
    interface Fault {
        void run(long startNanos);
    }

    static void waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(MOST_LATE_MILLIS)));
        }
    }

    private static String call(Headgate headgate) {
        try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
            EntityUtils.consume(response.getEntity());
            return String.valueOf(response.getCode());
        } catch (UpstreamException e) {
            return e.type().token();
        } catch (IOException | RuntimeException e) {
            return e.toString();
        }
    }

    /** What so many percent of the good calls that were due in this time did not exceed, in milliseconds. */
    static double percentile(List<Sample> samples, double percent, double fromSecond, double toSecond) {
        long[] took = samples.stream()
                .filter(Sample::isGood)
                .filter(sample -> sample.dueNanos() >= fromSecond * 1e9 && sample.dueNanos() < toSecond * 1e9)
                .mapToLong(Sample::tookNanos)
                .toArray();
        Arrays.sort(took);
        return took.length == 0 ? Double.NaN : took[(int) Math.min(took.length - 1, took.length * percent / 100)] / 1e6;
    }
}
