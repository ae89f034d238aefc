package io.github.headgate;

import static io.github.headgate.CollapseCore.request;
import static io.github.headgate.CollapseCore.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.CollapseCore.Got;
import io.github.headgate.CollapseCore.Held;
import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.micrometer.HeadgateMetrics;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.upstream.Collapse;
import io.github.headgate.upstream.UpstreamBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One call for several that ask for the same, on real sockets. */
@Timeout(30)
class CollapseTest {
    private static final RetryPolicy ONCE = RetryPolicy.DEFAULT.withMaxAttempts(1);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile boolean isListenerBroken;
    private volatile Waiting onFailure = () -> {};

    /** What a listener does. */
    private interface Waiting {
        void run() throws InterruptedException;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private CollapseCore core(Collapse how) throws IOException {
        return core(how, orders -> {});
    }

    private CollapseCore core(Collapse how, Consumer<UpstreamBuilder> settings) throws IOException {
        CallListener listener = new CallListener() {
            @Override
            public void callAnswered(String upstream, List<AttemptReport> attempts, Duration elapsed) {
                if (isListenerBroken) {
                    throw new StackOverflowError("of a listener");
                }
                told.add("answered");
            }

            @Override
            public void callFailed(UpstreamException failure, Duration elapsed) {
                told.add("failed");
                try {
                    onFailure.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void staleServed(String upstream, Duration age) {
                told.add("stale");
            }

            @Override
            public void callCollapsed(String upstream, Collapse how, Duration age) {
                told.add("collapsed " + how);
            }
        };
        CollapseCore core = new CollapseCore(how, listener, orders -> {
            orders.retry(ONCE);
            settings.accept(orders);
        });
        open.add(core);
        return core;
    }

    private static List<Got> all(List<Future<Got>> calls) throws Exception {
        List<Got> got = new ArrayList<>();
        for (Future<Got> call : calls) {
            got.add(call.get());
        }
        return got;
    }

    /* Answers as many requests as that once all of them have come: who waits for another in vain does not wait for a third. */
    private static void answerAll(CollapseCore core, int count, String body) throws Exception {
        List<Held> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(core.arrived());
        }
        for (Held peer : peers) {
            peer.answer(body);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Collapse.class,
            names = {"WAIT", "STALE"})
    void oneResponseIsForAllWhoAskedMeanwhile(Collapse how) throws Exception {
        CollapseCore core = core(how);
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        List<Future<Got>> followers = core.waiting(20, "/a");
        core.time.advance(Duration.ofSeconds(3));
        peer.answer("one", "ETag: \"e\"", "Connection: X-Hop", "X-Hop: 1");
        assertThat(leader.get().body()).isEqualTo("one");
        assertThat(leader.get().headers()).noneMatch(header -> header.startsWith("Cache-Status"));
        String reason = how == Collapse.WAIT ? "bypass" : "miss";
        assertThat(all(followers)).allSatisfy(got -> {
            assertThat(got.status()).isEqualTo(200);
            assertThat(got.body()).isEqualTo("one");
            assertThat(got.headers())
                    .contains("ETag: \"e\"", "Age: 3", "Cache-Status: headgate; fwd=" + reason + "; collapsed")
                    .noneMatch(header -> header.startsWith("X-Hop"));
        });
        assertThat(core.isQuiet()).isTrue();
        assertThat(told).hasSize(21).containsOnly("answered", "collapsed WAIT").containsOnlyOnce("answered");
        core.assertNothingIsLeft();
    }

    @Test
    void theNextCallIsOneOfItsOwn() throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        for (String body : List.of("one", "two")) {
            Got got = core.answered("/a", body, "Cache-Control: max-age=60");
            assertThat(got.body()).isEqualTo(body);
        }
        core.assertNothingIsLeft();
    }

    @Test
    void headWaitsForHead() throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        Future<Got> leader = core.call(new HttpHead("/a"));
        Held peer = core.arrived();
        Future<Got> follower = core.call(new HttpHead("/a"));
        until(() -> core.refreshes().waiting() == 1);
        Future<Got> other = core.get("/a");
        core.arrived().answer("body");
        assertThat(other.get().body()).isEqualTo("body");
        peer.end("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
        assertThat(leader.get().status()).isEqualTo(200);
        assertThat(follower.get().body()).isEmpty();
        assertThat(follower.get().headers())
                .contains("Content-Length: 4", "Cache-Status: headgate; fwd=bypass; collapsed");
        core.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: private",
                "Cache-Control: no-store",
                "Cache-Control: no-cache",
                "Cache-Control: max-age=0",
                "Cache-Control: s-maxage=0, max-age=60",
                "Set-Cookie: session=7",
                "Vary: *",
                "Vary: X-User"
            })
    void whatIsForOneCallerIsGivenToNoOther(String header) throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        Future<Got> leader = core.get("/a", "X-User: 1");
        Held peer = core.arrived();
        List<Future<Got>> followers = core.waiting(5, "/a", "X-User: 2");
        peer.answer("secret", header);
        assertThat(leader.get().body()).isEqualTo("secret");
        answerAll(core, 5, "own");
        assertThat(all(followers)).allSatisfy(got -> {
            assertThat(got.body()).isEqualTo("own");
            assertThat(got.isCollapsed()).isFalse();
        });
        core.assertNothingIsLeft();
    }

    @Test
    void whatWasForOneCallerIsNotWaitedForAgainSoon() throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        core.answered("/a", "secret", "Cache-Control: private");
        core.time.advance(Duration.ofMillis(9_999));
        List<Future<Got>> calls = List.of(core.get("/a"), core.get("/a"), core.get("/a"));
        answerAll(core, 3, "own");
        assertThat(all(calls)).extracting(Got::body).containsOnly("own");
        core.time.advance(Duration.ofMillis(1));
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        List<Future<Got>> followers = core.waiting(2, "/a");
        peer.answer("one");
        assertThat(leader.get().body()).isEqualTo("one");
        assertThat(all(followers)).extracting(Got::body).containsOnly("one");
        core.assertNothingIsLeft();
    }

    @Test
    void whatVariesIsGivenToThoseWhoAskedInTheSameWay() throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        Future<Got> first = core.get("/a", "X-Shop: 1");
        Held peer = core.arrived();
        List<Future<Got>> same = core.waiting(2, "/a", "X-Shop: 1");
        List<Future<Got>> different = core.waiting(2, "/a", "X-Shop: 2");
        peer.answer("of 1", "Vary: X-Shop");
        answerAll(core, 2, "of 2");
        assertThat(first.get().body()).isEqualTo("of 1");
        assertThat(all(same)).extracting(Got::body).containsOnly("of 1");
        assertThat(all(different)).extracting(Got::body).containsOnly("of 2");
        core.assertNothingIsLeft();
    }

    @Test
    void whoIsKnownToGetAnotherDoesNotWait() throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        Future<Got> before = core.get("/a", "X-Shop: 1");
        core.arrived().answer("of 1", "Vary: X-Shop");
        before.get();
        Future<Got> one = core.get("/a", "X-Shop: 1");
        Held ofOne = core.arrived();
        Future<Got> two = core.get("/a", "X-Shop: 2");
        Held ofTwo = core.arrived();
        ofTwo.answer("of 2", "Vary: X-Shop");
        ofOne.answer("of 1", "Vary: X-Shop");
        assertThat(one.get().body()).isEqualTo("of 1");
        assertThat(two.get().body()).isEqualTo("of 2");
        core.assertNothingIsLeft();
    }

    static Stream<ClassicHttpRequest> ofTheirOwn() {
        HttpGet withBody = new HttpGet("/a");
        withBody.setEntity(new StringEntity("x"));
        return Stream.of(
                request("/a", "Authorization: Basic x"),
                request("/a", "Cookie: session=7"),
                request("/a", "Range: bytes=0-1"),
                request("/a", "If-None-Match: \"e\""),
                request("/a", "If-Modified-Since: Thu, 26 Nov 2026 12:00:00 GMT"),
                request("/a", "Cache-Control: no-cache"),
                request("/a", "Cache-Control: no-store"),
                request("/a", "Accept: text/html"),
                request("/a", "Host: other"),
                request("/a?x=1"),
                new HttpHead("/a"),
                withBody,
                new HttpPost("/a"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofTheirOwn")
    void whoAsksForSomethingElseDoesNotWait(ClassicHttpRequest other) throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        Future<Got> call = core.call(other);
        Held own = core.arrived();
        own.end("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(call.get().status()).isEqualTo(204);
        peer.answer("one");
        assertThat(leader.get().body()).isEqualTo("one");
        core.assertNothingIsLeft();
    }

    @Test
    void whoeverAsksGetsWhatIsPublic() throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        core.answered("/a", "one", "Cache-Control: public, max-age=60");
        for (String control : List.of("public, max-age=60", "max-age=60")) {
            Future<Got> leader = core.get("/a", "Cookie: session=1");
            Held peer = core.arrived();
            List<Future<Got>> followers = core.waiting(3, "/a", "Cookie: session=2");
            peer.answer("two", "Cache-Control: " + control);
            assertThat(leader.get().body()).isEqualTo("two");
            boolean isPublic = control.startsWith("public");
            if (!isPublic) {
                answerAll(core, 3, "own");
            }
            assertThat(all(followers)).extracting(Got::body).containsOnly(isPublic ? "two" : "own");
        }
        core.assertNothingIsLeft();
    }

    @Test
    void theStoredResponseIsGivenAtOnceWhileANewOneIsUnderWay() throws Exception {
        CollapseCore core = core(Collapse.STALE);
        core.answered("/a", "old", "Cache-Control: max-age=10");
        core.time.advance(Duration.ofSeconds(15));
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        for (int i = 0; i < 3; i++) {
            Got got = core.get("/a").get();
            assertThat(got.body()).isEqualTo("old");
            assertThat(got.headers()).contains("Age: 15", "Cache-Status: headgate; hit; ttl=-5; detail=collapse");
        }
        Future<Got> reload = core.get("/a", "Cache-Control: max-age=0");
        until(() -> core.refreshes().waiting() == 1);
        peer.answer("new", "Cache-Control: max-age=10");
        assertThat(leader.get().body()).isEqualTo("new");
        assertThat(reload.get().body()).isEqualTo("new");
        assertThat(told).contains("collapsed STALE", "collapsed WAIT");
        core.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age=10, must-revalidate", "max-age=10, stale-while-revalidate=4", "s-maxage=10"})
    void whatMayNotBeUsedStaleIsNot(String control) throws Exception {
        CollapseCore core = core(Collapse.STALE);
        core.answered("/a", "old", "Cache-Control: " + control);
        core.time.advance(Duration.ofSeconds(15));
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        List<Future<Got>> followers = core.waiting(2, "/a");
        peer.answer("new");
        assertThat(leader.get().body()).isEqualTo("new");
        assertThat(all(followers)).extracting(Got::body).containsOnly("new");
        core.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"503", "reset"})
    void afterAFailureEachGetsTheLastGoodResponse(String fault) throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        core.answered("/a", "old");
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        List<Future<Got>> followers = core.waiting(5, "/a");
        fail(peer, fault);
        String told = fault.equals("503") ? "received-status=503" : "error=connection_terminated";
        assertThat(leader.get().body()).isEqualTo("old");
        assertThat(all(followers)).allSatisfy(got -> {
            assertThat(got.body()).isEqualTo("old");
            assertThat(got.headers())
                    .contains("Cache-Status: headgate; fwd=stale; detail=stale-if-error")
                    .contains("Proxy-Status: headgate; " + told + "; next-hop=orders");
        });
        assertThat(core.isQuiet()).isTrue();
        core.assertNothingIsLeft();
    }

    private static void fail(Held peer, String fault) throws IOException {
        if (fault.equals("503")) {
            peer.end("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
        } else {
            peer.peer().reset();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"503", "reset"})
    void orMakesItsOwnCallBesideTheOthers(String fault) throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        List<Future<Got>> followers = core.waiting(5, "/a");
        fail(peer, fault);
        answerAll(core, 5, "own");
        assertThat(all(followers)).extracting(Got::body).containsOnly("own");
        if (fault.equals("503")) {
            assertThat(leader.get().status()).isEqualTo(503);
        } else {
            assertThatThrownBy(leader::get).hasCauseInstanceOf(UpstreamException.class);
        }
        core.assertNothingIsLeft();
    }

    @Test
    void aLeaderThatIsCancelledCancelsNobody() throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        HttpGet cancelled = new HttpGet("/a");
        Future<Got> leader = core.call(cancelled);
        core.arrived();
        List<Future<Got>> followers = core.waiting(5, "/a");
        cancelled.cancel();
        assertThatThrownBy(leader::get).hasCauseInstanceOf(RequestFailedException.class);
        answerAll(core, 5, "own");
        assertThat(all(followers)).extracting(Got::body).containsOnly("own");
        core.assertNothingIsLeft();
    }

    @Test
    void neitherDoesOneThatEndsInAnError() throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        List<Future<Got>> followers = core.waiting(3, "/a");
        isListenerBroken = true;
        peer.answer("one");
        assertThatThrownBy(leader::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StackOverflowError.class);
        isListenerBroken = false;
        answerAll(core, 3, "own");
        assertThat(all(followers)).extracting(Got::body).containsOnly("own");
        core.assertNothingIsLeft();
    }

    @Test
    void whoWaitsCanBeCancelledOrInterrupted() throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        HttpGet request = new HttpGet("/a");
        Future<Got> cancelled = core.call(request);
        until(() -> core.refreshes().waiting() == 1);
        AtomicBoolean isInterrupted = new AtomicBoolean();
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        Thread thread = new Thread(() -> {
            try {
                core.headgate.execute("orders", new HttpGet("/a")).close();
            } catch (IOException e) {
                thrown.add(e);
                isInterrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        thread.start();
        Future<Got> patient = core.get("/a");
        until(() -> core.refreshes().waiting() == 3);
        request.cancel();
        assertThatThrownBy(cancelled::get).hasCauseInstanceOf(RequestFailedException.class);
        thread.interrupt();
        thread.join();
        assertThat(thrown).singleElement().isInstanceOf(InterruptedIOException.class);
        assertThat(isInterrupted).isTrue();
        until(() -> core.refreshes().waiting() == 1);
        peer.answer("one");
        assertThat(leader.get().body()).isEqualTo("one");
        assertThat(patient.get().body()).isEqualTo("one");
        assertThat(core.isQuiet()).isTrue();
        core.assertNothingIsLeft();
    }

    @Test
    void whoIsCancelledWhileItWaitsMakesNoCall() throws Exception {
        CollapseCore core = core(Collapse.WAIT, orders -> orders.maxConcurrent(1));
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        HttpGet request = new HttpGet("/a");
        Future<Got> cancelled = core.call(request);
        until(() -> core.refreshes().waiting() == 1);
        request.cancel();
        assertThatThrownBy(cancelled::get)
                .as("and is not refused, although there is no place for a call")
                .hasCauseInstanceOf(RequestFailedException.class);
        peer.answer("one");
        assertThat(leader.get().body()).isEqualTo("one");
        core.assertNothingIsLeft();
    }

    @Test
    void halfOfItsTimeIsWaitedAndTheRestIsForItsOwnCall() throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        Future<Got> hasty = core.call(new HttpGet("/a"), CallOptions.NONE.withDeadline(Duration.ofSeconds(4)));
        until(() -> core.refreshes().waiting() == 1);
        Future<Got> hastyToo = core.call(new HttpGet("/a"), CallOptions.NONE.withDeadline(Duration.ofSeconds(4)));
        until(() -> core.timer.size() == 3); // that of the leader, and theirs
        core.timer.advance(Duration.ofMillis(1999));
        assertThat(core.refreshes().waiting()).isEqualTo(2);
        core.timer.advance(Duration.ofMillis(1));
        Held own = core.arrived();
        core.arrived();
        own.answer("own", "Cache-Control: no-store"); // so that it is not the last good response to the other
        until(() -> hasty.isDone() || hastyToo.isDone());
        core.timer.advance(Duration.ofSeconds(2));
        until(() -> hasty.isDone() && hastyToo.isDone());
        Future<Got> late = failed(hasty) ? hasty : hastyToo;
        assertThatThrownBy(late::get).hasMessageContaining("orders: ").hasMessageContaining("http_response_timeout");
        assertThat((late == hasty ? hastyToo : hasty).get().body()).isEqualTo("own");
        peer.answer("one");
        assertThat(leader.get().body()).isEqualTo("one");
        core.assertNothingIsLeft();
    }

    private static boolean failed(Future<Got> call) throws InterruptedException {
        try {
            call.get();
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    @Test
    void whatIsStreamedIsForOneAsSoonAsItsHeadIsThere() throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        List<Future<Got>> followers = core.waiting(3, "/a");
        peer.peer().send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        answerAll(core, 3, "own");
        assertThat(all(followers)).extracting(Got::body).containsOnly("own");
        peer.end("x".repeat(100_000));
        assertThat(leader.get().body()).hasSize(100_000);
        core.assertNothingIsLeft();
    }

    @Test
    void whoAsksAfterAChangeGetsNothingFromBefore() throws Exception {
        CollapseCore core = core(Collapse.STALE);
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        List<Future<Got>> before = core.waiting(1, "/a");
        Future<Got> change = core.call(new HttpPost("/a"));
        core.arrived().end("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(change.get().status()).isEqualTo(204);
        Future<Got> after = core.get("/a");
        Held own = core.arrived();
        peer.answer("old");
        assertThat(leader.get().body()).isEqualTo("old");
        assertThat(all(before)).extracting(Got::body).containsOnly("old");
        List<Future<Got>> later = core.waiting(1, "/a"); // and not the old one, which is not kept
        own.answer("new");
        assertThat(after.get().body()).isEqualTo("new");
        assertThat(all(later)).extracting(Got::body).containsOnly("new");
        core.assertNothingIsLeft();
    }

    @Test
    void noMoreWaitThanMayBeUnderWay() throws Exception {
        CollapseCore core = core(Collapse.WAIT, orders -> orders.maxConcurrent(2));
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        List<Future<Got>> followers = core.waiting(2, "/a");
        Future<Got> beyond = core.get("/a");
        core.arrived().answer("own");
        assertThat(beyond.get().body()).isEqualTo("own");
        peer.answer("one");
        assertThat(leader.get().body()).isEqualTo("one");
        assertThat(all(followers)).extracting(Got::body).containsOnly("one");
        core.assertNothingIsLeft();
    }

    @Test
    void aCallThatWasRefusedSaysNothingAboutTheUpstream() throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        core.answered("/a", "old");
        CountDownLatch isRefused = new CountDownLatch(1);
        onFailure = isRefused::await;
        core.headgate.admit("orders", Admission.FORCED_OPEN);
        Future<Got> leader = core.get("/a");
        until(() -> core.refreshes().underWay() == 1);
        List<Future<Got>> followers = core.waiting(3, "/a");
        core.headgate.admit("orders", Admission.AUTOMATIC);
        isRefused.countDown();
        assertThat(leader.get().body()).isEqualTo("old");
        answerAll(core, 3, "own");
        assertThat(all(followers)).extracting(Got::body).containsOnly("own");
        core.assertNothingIsLeft();
    }

    @Test
    void theyAreCounted() throws Exception {
        CollapseCore core = core(Collapse.STALE);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new HeadgateMetrics(core.headgate).bindTo(registry);
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        List<Future<Got>> followers = core.waiting(2, "/a");
        peer.answer("one");
        assertThat(leader.get().body()).isEqualTo("one");
        all(followers);
        Future<Got> next = core.get("/a");
        Held again = core.arrived();
        core.get("/a").get();
        again.answer("two");
        assertThat(next.get().body()).isEqualTo("two");
        assertThat(registry.get("headgate.calls.collapsed")
                        .tag("how", "wait")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("headgate.calls.collapsed")
                        .tag("how", "stale")
                        .counter()
                        .count())
                .isEqualTo(1);
        core.assertNothingIsLeft();
    }

    @Test
    void settingsThatAreReplacedSendNobodyAway() throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        Future<Got> leader = core.get("/a");
        Held peer = core.arrived();
        core.replace(Collapse.WAIT, orders -> orders.maxConcurrent(100));
        List<Future<Got>> followers = core.waiting(2, "/a");
        peer.answer("one");
        assertThat(leader.get().body()).isEqualTo("one");
        assertThat(all(followers)).extracting(Got::body).containsOnly("one");
        core.assertNothingIsLeft();
    }

    @Test
    void whatIsStoredIsKeptWhenItIsTurnedOff() throws Exception {
        CollapseCore core = core(Collapse.WAIT);
        core.answered("/a", "old");
        core.replace(Collapse.NONE, orders -> orders.retry(ONCE));
        List<Future<Got>> calls = List.of(core.get("/a"), core.get("/a"));
        for (int i = 0; i < calls.size(); i++) {
            core.arrived().peer().reset();
        }
        assertThat(all(calls)).extracting(Got::body).containsOnly("old");
        core.assertNothingIsLeft();
    }

    @Test
    void eachCallIsMadeWhereItIsOff() throws Exception {
        CollapseCore core = core(Collapse.NONE);
        assertThat(core.state.refreshes()).isNull();
        List<Future<Got>> calls = List.of(core.get("/a"), core.get("/a"), core.get("/a"));
        answerAll(core, 3, "own");
        assertThat(all(calls)).extracting(Got::isCollapsed).containsOnly(false);
    }
}
