package io.github.headgate;

import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.failure.FailureClassifier;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.HealthCheckPolicy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;

/** Opens a connection, with TLS where the endpoint has it, and closes it. Thread-safe. */
final class TcpProbe implements Probe {
    private final HealthCheckPolicy policy;
    private final TlsSocketStrategy tls;

    TcpProbe(HealthCheckPolicy policy, TlsSocketStrategy tls) {
        this.policy = policy;
        this.tls = tls;
    }

    @Override
    public Optional<String> fault(Endpoint endpoint) {
        int millis = (int) Math.min(Math.max(1, policy.timeout().toMillis()), Integer.MAX_VALUE);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.address(), endpoint.port()), millis);
            if (endpoint.scheme().equals("https")) {
                socket.setSoTimeout(millis);
                tls.upgrade(socket, endpoint.host(), endpoint.port(), null, null)
                        .close();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(FailureClassifier.classify(e, ExchangePhase.CONNECTING)
                    .map(failure -> failure.type().token())
                    .orElse("connection_terminated"));
        }
    }
}
