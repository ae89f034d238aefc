package io.github.headgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.SimulatedGateway;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.UpstreamPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final long MILLI = 1_000_000;
    private static final UpstreamPolicy POLICY = SimulatedGateway.upstream(upstream -> upstream.endpoints(Fleet.url(0))
                    .connectTimeout(Duration.ofMillis(100))
                    .maxConnectionsPerEndpoint(1))
            .policy();

    private final VirtualTime time = new VirtualTime();
    private final Fleet fleet = new Fleet(time, 1, new Server.Make(ServiceTime.always(10), 4, 4), 1);
    private final Network network = new Network(time, fleet, POLICY);
    private final Endpoint endpoint = Endpoint.parse(Fleet.url(0), false);
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        time.close();
    }

    private void sendAt(double millis, String name, double stopAfterMillis) {
        time.workAt((long) (millis * MILLI), () -> send(name, stopAfterMillis));
    }

    private void sendAt(double millis, String name) {
        sendAt(millis, name, 1000);
    }

    private void send(String name, double stopAfterMillis) {
        StringBuilder how = new StringBuilder(name);
        try {
            int status = network.send(endpoint, new SimulatedGateway.Progress() {
                        @Override
                        public void stopBy(Runnable stop) {
                            time.at(time.now() + (long) (stopAfterMillis * MILLI), stop);
                        }

                        @Override
                        public void exchanging(boolean onReusedConnection) {
                            how.append(onReusedConnection ? " kept" : " new");
                        }

                        @Override
                        public void readingBody() {}
                    })
                    .getCode();
            how.append(' ').append(status);
        } catch (IOException e) {
            how.append(' ').append(e.getClass().getSimpleName());
        }
        seen.add(how.append(" ").append(time.now() / 1e6).toString());
    }

    private void becomeAt(double millis, Condition condition) {
        time.at((long) (millis * MILLI), () -> fleet.server(0).become(condition));
    }

    @Test
    void aConnectionIsKeptAndWhoFindsNoneFreeWaitsForIt() {
        sendAt(0, "first");
        sendAt(1, "second");

        time.runUntil(Long.MAX_VALUE);

        assertThat(seen).containsExactly("first new 200 11.0", "second kept 200 21.5");
    }

    @Test
    void whoWaitsTooLongForAConnectionGetsNone() {
        becomeAt(0, Condition.STALLED);
        sendAt(1, "first", 200);
        sendAt(2, "second");
        sendAt(3, "third", 50);
        becomeAt(150, Condition.UP);
        sendAt(210, "fourth");

        time.runUntil(Long.MAX_VALUE);

        assertThat(seen)
                .containsExactly(
                        "third SocketException 53.0",
                        "second ConnectionRequestTimeoutException 102.0",
                        "first new SocketException 201.0",
                        "fourth new 200 221.0");
    }

    @Test
    void aDeadProcessRefusesAndABlackHoleSaysNothing() {
        becomeAt(0, Condition.DEAD);
        sendAt(1, "dead");
        becomeAt(2, Condition.BLACKHOLED);
        sendAt(3, "blackholed");

        time.runUntil(Long.MAX_VALUE);

        assertThat(seen).containsExactly("dead ConnectException 1.5", "blackholed ConnectTimeoutException 103.0");
    }

    @Test
    void aKeptConnectionThatWasClosedIsFoundOutByItsUseOrIfLongIdleBefore() {
        sendAt(0, "first");
        becomeAt(20, Condition.DEAD);
        becomeAt(21, Condition.UP);
        sendAt(30, "soon");
        sendAt(40, "afresh");
        becomeAt(60, Condition.DEAD);
        becomeAt(61, Condition.UP);
        sendAt(2000, "late");

        time.runUntil(Long.MAX_VALUE);

        assertThat(seen)
                .containsExactly(
                        "first new 200 11.0",
                        "soon kept NoHttpResponseException 30.5",
                        "afresh new 200 51.0",
                        "late new 200 2011.0");
    }
}
