package io.github.headgate.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A server of DNS on the loopback address, by UDP and TCP, whose records may change at any time. A name that it has not been told
 * about does not exist. Thread-safe.
 */
public final class DnsServer implements AutoCloseable {
    private static final int SILENCE = -1;
    private static final int MAX_UDP = 512;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
    private final Map<Question, Integer> troubles = new ConcurrentHashMap<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();

    private record Question(Name name, int type) {}

    /** On a port that is free for both. */
    public DnsServer() throws IOException {
        this(0);
    }

    /** On this port. */
    public DnsServer(int port) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        tcp = new ServerSocket(port, 50, loopback);
        udp = new DatagramSocket(tcp.getLocalPort(), loopback);
        threads.execute(this::datagrams);
        threads.execute(this::connections);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
    }

    /** What it was asked, in order, as {@code orders.test. A udp}. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    /** Gives a name these addresses, and no others; none if there are none, but then the name exists. */
    public void set(String name, String... addresses) {
        List<Record> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(record(name(name), literal(address)));
        }
        records.put(name(name), all);
    }

    /** Makes a name an alias of another. */
    public void alias(String name, String target) {
        records.put(name(name), List.of(new CNAMERecord(name(name), DClass.IN, 300, name(target))));
    }

    /** Forgets a name. */
    public void remove(String name) {
        records.remove(name(name));
    }

    /** Answers this question with an {@link Rcode}. */
    public void fail(String name, int type, int rcode) {
        troubles.put(new Question(name(name), type), rcode);
    }

    /** Does not answer this question. */
    public void silence(String name, int type) {
        fail(name, type, SILENCE);
    }

    /** Answers everything as it should again. */
    public void recover() {
        troubles.clear();
    }

    private @Nullable Message answer(Message query, String transport) {
        Record question = query.getQuestion();
        questions.add(question.getName() + " " + Type.string(question.getType()) + " " + transport);
        int trouble = troubles.getOrDefault(new Question(question.getName(), question.getType()), Rcode.NOERROR);
        if (trouble == SILENCE) {
            return null;
        }
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        answer.getHeader().setRcode(trouble);
        if (trouble == Rcode.NOERROR) {
            add(question.getName(), question.getType(), answer);
        }
        return answer;
    }

    private void add(Name name, int type, Message answer) {
        List<Record> all = records.get(name);
        if (all == null) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
            return;
        }
        for (Record each : all) {
            if (each.getType() == type) {
                answer.addRecord(each, Section.ANSWER);
            } else if (each instanceof CNAMERecord alias && !answer.findRecord(each)) {
                answer.addRecord(each, Section.ANSWER);
                add(alias.getTarget(), type, answer);
            }
        }
    }

    private void datagrams() {
        try {
            while (!udp.isClosed()) {
                DatagramPacket packet = new DatagramPacket(new byte[MAX_UDP], MAX_UDP);
                udp.receive(packet);
                Message answer = answer(new Message(packet.getData()), "udp");
                if (answer != null) {
                    byte[] bytes = answer.toWire(MAX_UDP); // says that it is cut if it does not fit
                    udp.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            assert udp.isClosed() : e;
        }
    }

    private void connections() {
        try {
            while (!tcp.isClosed()) {
                Socket socket = tcp.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            assert tcp.isClosed() : e;
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] query = new byte[in.readUnsignedShort()];
            in.readFully(query);
            Message answer = answer(new Message(query), "tcp");
            if (answer != null) {
                byte[] bytes = answer.toWire();
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.writeShort(bytes.length);
                out.write(bytes);
            }
        } catch (IOException e) {
            // whoever asked went away
        }
    }

    private static Record record(Name name, InetAddress address) {
        return address instanceof Inet4Address
                ? new ARecord(name, DClass.IN, 300, address)
                : new AAAARecord(name, DClass.IN, 300, address);
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Name name(String name) {
        try {
            return Name.fromString(name.toLowerCase(Locale.ROOT), Name.root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        threads.shutdownNow();
    }
}
