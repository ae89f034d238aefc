package io.github.headgate.simulation;

import io.github.headgate.SimulatedGateway.Progress;
import io.github.headgate.SimulatedGateway.Wire;
import io.github.headgate.simulation.Connections.Taken;
import io.github.headgate.simulation.Waiting.Answer;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.UpstreamPolicy;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** What stands between one gateway and the servers: its connections. */
final class Network implements Wire {
    private final VirtualTime time;
    private final Fleet fleet;
    private final UpstreamPolicy policy;
    private final Map<Server, Connections> connections = new HashMap<>();

    Network(VirtualTime time, Fleet fleet, UpstreamPolicy policy) {
        this.time = time;
        this.fleet = fleet;
        this.policy = policy;
    }

    @Override
    public ClassicHttpResponse send(Endpoint endpoint, Progress progress) throws IOException {
        Server server = fleet.at(Objects.requireNonNull(endpoint.address()));
        fleet.asked(server);
        Connections pool = connectionsTo(server);
        Waiting waiting = new Waiting(time);
        progress.stopBy(waiting::close);
        Taken connection = pool.take(waiting);
        boolean isWhole = false;
        try {
            progress.exchanging(connection.isReused());
            Answer answer = exchange(server, connection, waiting);
            progress.readingBody();
            isWhole = true;
            return response(answer);
        } finally {
            if (isWhole) {
                pool.giveBack(connection);
            } else {
                pool.close();
            }
        }
    }

    private static Answer exchange(Server server, Taken connection, Waiting waiting) throws IOException {
        if (connection.life() == server.life() || server.condition().isSilent()) {
            server.accept(waiting);
        } else {
            waiting.failed(new NoHttpResponseException("closed before"), Server.ROUND_TRIP_NANOS);
        }
        return waiting.await();
    }

    private static ClassicHttpResponse response(Answer answer) {
        ClassicHttpResponse response = new BasicClassicHttpResponse(answer.status());
        if (answer.retryAfterSeconds() > 0) {
            response.addHeader(HttpHeaders.RETRY_AFTER, answer.retryAfterSeconds());
        }
        return response;
    }

    @Override
    public void renew(Endpoint endpoint) {
        connectionsTo(fleet.at(Objects.requireNonNull(endpoint.address()))).renew();
    }

    private Connections connectionsTo(Server server) {
        return connections.computeIfAbsent(
                server, to -> new Connections(time, to, policy.maxConnectionsPerEndpoint(), policy.connectTimeout()));
    }
}
