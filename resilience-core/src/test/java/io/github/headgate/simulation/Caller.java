package io.github.headgate.simulation;

import io.github.headgate.Headgate;
import io.github.headgate.SimulatedGateway;
import io.github.headgate.failure.UpstreamException;
import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** Makes the calls of one gateway: they come by chance, at a rate that may change. */
final class Caller {
    private static final int SERVER_ERROR = 500;

    private final VirtualTime time;
    private final Headgate headgate;
    private final Timeline timeline;
    private final double callsPerNano;
    private final Dice dice;
    private final CallLog log;

    Caller(VirtualTime time, Headgate headgate, Timeline timeline, double callsPerSecond, Dice dice, CallLog log) {
        this.time = time;
        this.headgate = headgate;
        this.timeline = timeline;
        this.callsPerNano = callsPerSecond / 1e9;
        this.dice = dice;
        this.log = log;
    }

    /* A wait that goes beyond a change of the load begins anew there: chance has no memory. */
    void planNext() {
        long at = time.now();
        while (true) {
            long change = timeline.nextLoadNanos(at);
            double rate = callsPerNano * timeline.factorAt(at);
            double wait = rate > 0 ? dice.exponential() / rate : Double.POSITIVE_INFINITY;
            if (wait < change - at) {
                at += (long) wait;
                break;
            }
            at = change;
        }
        if (at < timeline.endNanos()) {
            time.workAt(at, this::call);
        }
    }

    private void call() {
        planNext();
        log.began();
        long start = time.now();
        ClassicHttpRequest request = new BasicClassicHttpRequest("GET", "/orders/1");
        try (ClassicHttpResponse response = headgate.execute(SimulatedGateway.UPSTREAM, request)) {
            if (response.getCode() < SERVER_ERROR) {
                log.succeeded(start, time.now());
            } else {
                log.failed(start, "status " + response.getCode());
            }
        } catch (UpstreamException e) {
            log.failed(start, e.type().token());
        } catch (IOException e) {
            throw new IllegalStateException("not a failure of an upstream", e);
        }
    }
}
