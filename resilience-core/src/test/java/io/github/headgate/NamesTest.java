package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.ResolverTimeoutException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** When names are looked up, on fake time; lookups run when they are asked for unless a test holds them back. */
class NamesTest {
    private static final Duration REFRESH = Duration.ofSeconds(30);

    private final FakeTime time = new FakeTime();
    private final FakeTimer timer = new FakeTimer(time);
    private final Map<String, List<InetAddress>> records = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean isHeld;
    private final Names names = names(host -> {
        asked.add(host);
        List<InetAddress> addresses = records.get(host);
        if (addresses == null) {
            throw new UnknownHostException(host + ": no such name");
        }
        return addresses;
    });

    private Names names(HostResolver resolver) {
        return new Names(resolver, REFRESH, this::execute, timer, time);
    }

    private void execute(Runnable lookup) {
        if (isHeld) {
            held.add(lookup);
        } else {
            lookup.run();
        }
    }

    private static InetAddress address(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    }

    private void set(String host, Integer... lasts) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (int last : lasts) {
            addresses.add(address(last));
        }
        records.put(host, addresses);
    }

    @Test
    void anIdleNameIsAskedForAgainWithinTheRefresh() throws Exception {
        time.random(new Random(42)::nextDouble);
        set("orders.test", 1);
        names.prefetch("orders.test");
        set("orders.test", 2);
        timer.advance(REFRESH);
        assertThat(names.known("orders.test")).containsExactly(address(2));
        timer.advance(REFRESH.multipliedBy(99));
        assertThat(asked).as("a little more often than every 30 s").hasSizeBetween(105, 120);
    }

    @Test
    void theRefreshIsNeverLateAndNeverMuchTooEarly() throws Exception {
        set("orders.test", 1);
        time.random(() -> 0);
        names.prefetch("orders.test");
        timer.advance(REFRESH.minusMillis(1));
        assertThat(asked).hasSize(1);
        timer.advance(Duration.ofMillis(1));
        assertThat(asked).hasSize(2);
        time.random(() -> 0.999);
        timer.advance(REFRESH);
        assertThat(asked).hasSize(3);
        timer.advance(Duration.ofMillis(23_900));
        assertThat(asked).hasSize(3);
        timer.advance(Duration.ofMillis(200));
        assertThat(asked).hasSize(4);
    }

    @Test
    void theVersionChangesWithTheAnswerAndOnlyThen() throws Exception {
        long none = names.version();
        set("orders.test", 1, 2);
        names.prefetch("orders.test");
        long first = names.version();
        assertThat(first).isNotEqualTo(none);
        List<InetAddress> known = names.known("orders.test");
        Collections.reverse(Objects.requireNonNull(records.get("orders.test")));
        timer.advance(REFRESH);
        records.remove("orders.test");
        timer.advance(REFRESH.multipliedBy(5));
        set("orders.test");
        timer.advance(REFRESH.multipliedBy(5));
        assertThat(names.known("orders.test")).isSameAs(known).containsExactly(address(1), address(2));
        assertThat(names.version()).isEqualTo(first);
        set("orders.test", 2, 3);
        timer.advance(REFRESH);
        assertThat(names.known("orders.test")).containsExactly(address(2), address(3));
        assertThat(names.version()).isNotEqualTo(first);
    }

    @Test
    void whatDoesNotResolveIsAskedForSoonerAndThenLessOften() throws Exception {
        time.random(() -> 0);
        names.prefetch("orders.test");
        assertThat(names.known("orders.test")).isNull();
        timer.advance(Duration.ofSeconds(1));
        assertThat(asked).hasSize(2);
        timer.advance(Duration.ofSeconds(15));
        assertThat(asked).as("after 1, 2, 4, 8 and 16 s").hasSize(6);
        timer.advance(Duration.ofHours(1));
        assertThat(asked).hasSizeBetween(120, 127);
        set("orders.test", 1);
        timer.advance(REFRESH);
        assertThat(names.known("orders.test")).containsExactly(address(1));
    }

    @Test
    void callsThatAskDoNotMakeItAskedForLessOften() {
        time.random(() -> 0);
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> names.await("orders.test", 1)).isInstanceOf(UnknownHostException.class);
        }
        assertThat(timer.size()).isEqualTo(1);
        timer.advance(Duration.ofSeconds(1));
        assertThat(asked).hasSize(101);
    }

    @Test
    void aNameIsLookedUpOnceForAllWhoWait() throws Exception {
        isHeld = true;
        names.prefetch("orders.test");
        names.prefetch("orders.test");
        assertThatThrownBy(() -> names.await("orders.test", 1)).isInstanceOf(TimeoutException.class);
        assertThat(held).hasSize(1);
        set("orders.test", 1);
        held.remove().run();
        names.await("orders.test", 0);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aStuckNameKeepsNoOtherFromBeingRefreshed() throws Exception {
        set("orders.test", 1);
        names.prefetch("orders.test");
        isHeld = true;
        names.prefetch("stuck.test");
        timer.advance(REFRESH.multipliedBy(10));
        assertThat(held).as("one lookup of each").hasSize(2);
        isHeld = false;
        held.removeLast().run();
        set("orders.test", 2);
        timer.advance(REFRESH);
        assertThat(names.known("orders.test")).containsExactly(address(2));
        assertThat(asked).doesNotContain("stuck.test");
    }

    @Test
    void whoWaitsIsToldWhyANameDoesNotResolve() {
        Names silent = names(host -> {
            throw new ResolverTimeoutException(host + ": nobody answers");
        });
        assertThatThrownBy(() -> silent.await("orders.test", 1))
                .isInstanceOf(ResolverTimeoutException.class)
                .hasMessage("orders.test: nobody answers");
        assertThatThrownBy(() -> names.await("orders.test", 1))
                .isInstanceOf(UnknownHostException.class)
                .isNotInstanceOf(ResolverTimeoutException.class)
                .hasMessage("orders.test: no such name");
        Names broken = names(host -> {
            throw new IllegalStateException("broken");
        });
        assertThatThrownBy(() -> broken.await("orders.test", 1))
                .isInstanceOf(UnknownHostException.class)
                .hasRootCauseMessage("broken");
        timer.advance(Duration.ofSeconds(10));
        assertThat(timer.size()).as("all three are asked for again").isEqualTo(3);
    }

    @Test
    void whatIsNotNeededAnyMoreIsForgotten() throws Exception {
        set("a.test", 1);
        set("b.test", 2);
        names.need(List.of("a.test", "b.test"));
        names.need(List.of("b.test"));
        assertThat(names.known("a.test")).as("it may come back at once").containsExactly(address(1));
        names.need(List.of("b.test"));
        timer.advance(REFRESH.multipliedBy(3));
        assertThat(names.known("a.test")).isNull();
        assertThat(asked)
                .containsOnlyOnce("a.test")
                .filteredOn("b.test"::equals)
                .hasSizeGreaterThan(3);
        assertThat(timer.size()).isEqualTo(1);
        names.need(List.of("a.test"));
        assertThat(names.known("a.test")).containsExactly(address(1));
        assertThat(asked).filteredOn("a.test"::equals).hasSize(2);
    }

    @Test
    void whatIsNeededAgainInTimeIsKept() throws Exception {
        set("a.test", 1);
        names.need(List.of("a.test"));
        names.need(List.of());
        names.need(List.of("a.test"));
        timer.advance(REFRESH.multipliedBy(3));
        assertThat(names.known("a.test")).containsExactly(address(1));
        assertThat(asked).hasSizeGreaterThan(3);
    }

    @Test
    void afterTheEndNothingIsLookedUp() throws Exception {
        set("orders.test", 1);
        ClosedTimer closed = new ClosedTimer();
        Names last = new Names(host -> Objects.requireNonNull(records.get(host)), REFRESH, Runnable::run, closed, time);
        last.await("orders.test", 1);
        assertThat(last.known("orders.test")).containsExactly(address(1));
    }

    /** Takes nothing. */
    private static final class ClosedTimer extends java.util.concurrent.ScheduledThreadPoolExecutor {
        ClosedTimer() {
            super(0);
            shutdownNow();
        }
    }
}
