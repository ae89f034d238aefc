package io.github.headgate.upstream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TSIG;

/**
 * Servers of which one answers: the one that answered last is asked first, the next when it is silent or has failed, and those
 * that were silent once more, with more patience. It asks on the thread that it is called on. Thread-safe.
 */
final class DnsServers implements Resolver {
    private static final Set<Integer> ANSWERS = Set.of(Rcode.NOERROR, Rcode.NXDOMAIN);

    private final List<InetSocketAddress> servers;
    private final List<Duration> patience;
    private final DnsExchange exchange;
    private volatile @Nullable InetSocketAddress answered;

    /**
     * At least one server.
     *
     * @param patience how long each is waited for in each round; while none has ever answered there is only one round, for
     *     then this is not the way in which this machine resolves names
     */
    DnsServers(List<InetSocketAddress> servers, List<Duration> patience, DnsExchange exchange) {
        this.servers = servers;
        this.patience = patience;
        this.exchange = exchange;
    }

    @Override
    public Message send(Message query) throws IOException {
        IOException failure = new IOException("no server");
        int rounds = answered == null ? 1 : patience.size();
        for (Duration timeout : patience.subList(0, rounds)) {
            Message refusal = null;
            for (InetSocketAddress server : inOrder()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("closed");
                }
                try {
                    Message answer = exchange.ask(server, query, timeout);
                    if (ANSWERS.contains(answer.getRcode())) {
                        answered = server;
                        return answer;
                    }
                    refusal = answer;
                } catch (SocketTimeoutException e) {
                    failure = silent(server, timeout, e);
                } catch (IOException e) {
                    failure = failure instanceof SocketTimeoutException ? failure : failed(server, e);
                }
            }
            if (refusal != null) {
                return refusal;
            }
        }
        throw failure;
    }

    private List<InetSocketAddress> inOrder() {
        InetSocketAddress first = answered;
        if (first == null || first.equals(servers.get(0))) {
            return servers;
        }
        List<InetSocketAddress> ordered = new ArrayList<>(servers);
        ordered.remove(first);
        ordered.add(0, first);
        return ordered;
    }

    private static IOException silent(InetSocketAddress server, Duration timeout, IOException cause) {
        IOException silent =
                new SocketTimeoutException(name(server) + " does not answer within " + timeout.toMillis() + " ms");
        silent.initCause(cause);
        return silent;
    }

    private static IOException failed(InetSocketAddress server, IOException cause) {
        return new IOException(name(server) + ": " + cause, cause);
    }

    private static String name(InetSocketAddress server) {
        return server.getAddress().getHostAddress() + " port " + server.getPort();
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        try {
            return CompletableFuture.completedFuture(send(query));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void setPort(int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setTCP(boolean always) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setIgnoreTruncation(boolean ignored) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setTSIGKey(TSIG key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setTimeout(Duration timeout) {
        throw new UnsupportedOperationException();
    }
}
