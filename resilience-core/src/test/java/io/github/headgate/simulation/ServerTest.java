package io.github.headgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerTest {
    private static final long MILLI = 1_000_000;

    private final VirtualTime time = new VirtualTime();
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        time.close();
    }

    private Server server(ServiceTime serviceTime, int capacity, int queue) {
        return new Server(time, new Server.Make(serviceTime, capacity, queue), new Dice(1, 1));
    }

    private void ask(Server server, String name) {
        Waiting waiting = new Waiting(time);
        server.accept(waiting);
        try {
            Waiting.Answer answer = waiting.await();
            seen.add(name + " " + answer.status() + " " + time.now() / 1e6);
        } catch (IOException e) {
            seen.add(name + " " + e.getMessage() + " " + time.now() / 1e6);
        }
    }

    private void askAt(double millis, Server server, String name) {
        time.workAt((long) (millis * MILLI), () -> ask(server, name));
    }

    @Test
    void twoAtATimeThreeInTheQueueAndTheRestIsRefusedAtOnce() {
        Server server = server(ServiceTime.always(10), 2, 3);
        for (int i = 0; i < 6; i++) {
            askAt(i, server, "no. " + i);
        }

        time.runUntil(Long.MAX_VALUE);

        assertThat(seen)
                .containsExactly(
                        "no. 5 503 5.5",
                        "no. 0 200 10.5",
                        "no. 1 200 11.5",
                        "no. 2 200 20.5",
                        "no. 3 200 21.5",
                        "no. 4 200 30.5");
    }

    @Test
    void whatNobodyWaitsForIsDoneAllTheSame() {
        Server server = server(ServiceTime.always(10), 1, 10);
        Waiting givenUp = new Waiting(time);
        time.at(0, () -> server.accept(givenUp));
        time.at(MILLI, givenUp::close);
        askAt(2, server, "next");

        time.runUntil(Long.MAX_VALUE);

        assertThat(seen).containsExactly("next 200 20.5");
    }

    @Test
    void aProcessThatDiesLosesWhatItWorksOn() {
        Server server = server(ServiceTime.always(10), 1, 10);
        askAt(0, server, "at work");
        askAt(1, server, "queued");
        time.at(5 * MILLI, () -> server.become(Condition.DEAD));
        time.at(6 * MILLI, () -> server.become(Condition.UP));
        askAt(7, server, "after");

        time.runUntil(Long.MAX_VALUE);

        assertThat(seen)
                .containsExactly("at work Connection reset 5.25", "queued Connection reset 5.25", "after 200 17.5");
    }

    @Test
    void aSlowServerTakesLongerAndAFailingOneNoTimeAtAll() {
        Server server = server(ServiceTime.always(10), 1, 10);
        time.at(0, () -> server.become(Condition.slow(20)));
        askAt(1, server, "slow");
        time.at(250 * MILLI, () -> server.become(Condition.FAILING));
        askAt(251, server, "failing");

        time.runUntil(Long.MAX_VALUE);

        assertThat(seen).containsExactly("slow 200 201.5", "failing 503 251.5");
    }

    /** Against the formula of Erlang for requests that come by chance, take an exponential time and wait for one of c slots. */
    @Test
    void theQueueIsAsLongAsTheTheorySays() {
        int slots = 4;
        double perMilli = 0.28;
        double meanMillis = 10;
        int requests = 100_000;
        Server server = server(ServiceTime.exponential(meanMillis), slots, Integer.MAX_VALUE);
        Latencies latencies = new Latencies();
        Dice dice = new Dice(2, 2);
        double at = 0;
        double[] sum = new double[1];
        for (int i = 0; i < requests; i++) {
            at += dice.exponential() / perMilli;
            time.workAt((long) (at * MILLI), () -> {
                long start = time.now();
                ask(server, "");
                latencies.succeeded(time.now() - start);
                sum[0] += time.now() - start;
            });
        }

        time.runUntil(Long.MAX_VALUE);

        double expected = meanMillis + erlangC(slots, perMilli * meanMillis) / (slots / meanMillis - perMilli) + 0.5;
        assertThat(sum[0] / requests / MILLI).isCloseTo(expected, within(0.03 * expected));
        assertThat(latencies.calls()).isEqualTo(requests);
    }

    /* The share of requests that have to wait. */
    private static double erlangC(int slots, double offered) {
        double term = 1;
        double sum = 0;
        for (int i = 0; i < slots; i++) {
            sum += term;
            term *= offered / (i + 1);
        }
        double waiting = term * slots / (slots - offered);
        return waiting / (sum + waiting);
    }
}
