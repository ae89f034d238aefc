package io.github.headgate.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** An upstream that speaks whatever bytes it is told to, on a real socket. Thread-safe. */
public final class RawUpstream implements TestUpstream {
    /** What it does with a connection or an exchange; what it throws ends the connection. */
    @FunctionalInterface
    public interface Behaviour {
        /** Called on a thread of its own. */
        void answer(Peer peer) throws Exception;
    }

    /** What it reads before the behaviour has its turn. */
    enum Reading {
        NOTHING,
        HEAD,
        REQUESTS
    }

    /* So that an upload that is not read fills no buffers of megabytes before anybody notices. */
    private static final int RECEIVE_BUFFER = 32 << 10;
    private static final int BACKLOG = 100;

    private final String scheme;
    private final ServerSocket server;
    private final @Nullable ServerTls tls;
    private final Reading reading;
    private final Behaviour behaviour;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<RawRequest> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Reads every request whole before the behaviour answers it, and keeps the connection unless the behaviour closes it. */
    public RawUpstream(Behaviour behaviour) throws IOException {
        this("http", null, listening(Reading.REQUESTS), Reading.REQUESTS, behaviour);
    }

    private RawUpstream(
            String scheme, @Nullable ServerTls tls, ServerSocket server, Reading reading, Behaviour behaviour) {
        this.scheme = scheme;
        this.tls = tls;
        this.server = server;
        this.reading = reading;
        this.behaviour = behaviour;
        threads.execute(this::accept);
    }

    private static ServerSocket listening(Reading reading) throws IOException {
        ServerSocket server = new ServerSocket();
        if (reading == Reading.HEAD) {
            server.setReceiveBufferSize(RECEIVE_BUFFER);
        }
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        return server;
    }

    /** Does the same over TLS, with the connections of this factory. */
    public static RawUpstream overTls(ServerSocketFactory tls, Behaviour behaviour) throws IOException {
        ServerSocket server = tls.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        return new RawUpstream("https", null, server, Reading.REQUESTS, behaviour);
    }

    static RawUpstream of(@Nullable ServerTls tls, Reading reading, Behaviour behaviour) throws IOException {
        return new RawUpstream(tls == null ? "http" : "https", tls, listening(reading), reading, behaviour);
    }

    /** Reads a request's head and leaves its body to the behaviour; one exchange per connection, which then is closed. */
    public static RawUpstream once(Behaviour behaviour) throws IOException {
        return new RawUpstream("http", null, listening(Reading.HEAD), Reading.HEAD, behaviour);
    }

    /** Reads nothing: the behaviour begins with the connection, which is closed afterwards. */
    public static RawUpstream onConnect(String scheme, Behaviour behaviour) throws IOException {
        return new RawUpstream(scheme, null, listening(Reading.NOTHING), Reading.NOTHING, behaviour);
    }

    /** Answers the same bytes to everything and closes; the line ends of the head may be plain. */
    public static RawUpstream answering(String head, String body) throws IOException {
        String bytes = head.strip().replace("\n", "\r\n") + "\r\n\r\n" + body;
        return once(peer -> peer.send(bytes));
    }

    @Override
    public String url() {
        return scheme + "://127.0.0.1:" + server.getLocalPort();
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** The requests whose reading was finished, so far. */
    public List<RawRequest> requests() {
        return List.copyOf(requests);
    }

    /** The heads of {@link #requests()}. */
    public List<String> heads() {
        return requests.stream().map(RawRequest::head).toList();
    }

    /** The only request that came; fails if there is another number of them. */
    public RawRequest request() {
        if (requests.size() != 1) {
            throw new AssertionError("expected one request: " + requests);
        }
        return requests.get(0);
    }

    /** How many connections were accepted so far. */
    public int connections() {
        return connections.get();
    }

    /** Waits until the client has closed every connection; fails if it does not. */
    public void awaitNoConnection() throws IOException {
        for (Socket socket : sockets) {
            try {
                socket.setSoTimeout(5000);
                if (socket.getInputStream().read() >= 0) {
                    throw new AssertionError("the client sends on");
                }
            } catch (SocketException reset) {
                assert !reset.toString().isEmpty(); // closed as well
            }
        }
    }

    /** Paces what it sends; over at once when the upstream is closed. */
    public void pause(long millis) throws InterruptedException {
        if (closing.await(millis, TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("closed");
        }
    }

    void awaitClose() throws InterruptedException {
        closing.await();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket tcp) {
        try (tcp) {
            try (Socket socket = tls == null ? tcp : tls.over(tcp)) {
                serve(tcp, socket);
            } catch (SSLException e) {
                readRest(tcp);
            }
        } catch (Exception e) {
            // the client went away, or the behaviour broke the connection: both are what tests are about
        } finally {
            sockets.remove(tcp);
        }
    }

    private void serve(Socket tcp, Socket socket) throws Exception {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        int number = 0;
        do {
            behaviour.answer(new Peer(socket, tcp, socket.getOutputStream(), this, read(in), ++number));
        } while (reading == Reading.REQUESTS);
    }

    /* To close with bytes unread is a reset, which may overtake the alert that says why. */
    private static void readRest(Socket tcp) throws IOException {
        tcp.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private RawRequest read(InputStream in) throws IOException {
        if (reading == Reading.NOTHING) {
            return new RawRequest("", in);
        }
        RawRequest head = RawRequest.readHead(in);
        RawRequest request = reading == Reading.HEAD ? head : head.readBody();
        requests.add(request);
        return request;
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
