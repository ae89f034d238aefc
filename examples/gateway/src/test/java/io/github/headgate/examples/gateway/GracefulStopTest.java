package io.github.headgate.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Closing the context is what SIGTERM does. */
class GracefulStopTest {
    private static final int CLIENTS = 8;
    private static final int ENOUGH = 500;

    @Test
    void stoppingUnderLoadLosesNoRequest() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2 * CLIENTS);
        AtomicInteger answered = new AtomicInteger();
        try (Gateway gateway = Gateway.routing("/orders/**")) {
            int port = gateway.port();
            List<Future<List<String>>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> new StubbornClient(port, true, answered).run()));
                clients.add(threads.submit(() -> new StubbornClient(port, false, answered).run()));
            }
            awaitAnswers(answered);
            gateway.context.close();
            for (Future<List<String>> client : clients) {
                assertThat(client.get(30, TimeUnit.SECONDS)).as("lost").isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void awaitAnswers(AtomicInteger answered) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (answered.get() < ENOUGH) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("only " + answered.get() + " answers");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
