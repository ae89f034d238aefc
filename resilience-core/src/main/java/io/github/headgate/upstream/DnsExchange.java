package io.github.headgate.upstream;

import io.github.headgate.retry.Deadline;
import io.github.headgate.retry.TimeSource;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/**
 * One question to one server, by UDP, and by TCP if the answer did not fit. It blocks, so that no thread outlives it: the
 * library's own way starts one for the life of the JVM. Thread-safe.
 */
final class DnsExchange {
    private static final int MAX_DATAGRAM = 65_535;

    private final TimeSource time;

    DnsExchange(TimeSource time) {
        this.time = time;
    }

    /**
     * Asks.
     *
     * @throws SocketTimeoutException if there is no answer in time
     * @throws IOException if the server cannot be asked, or its answer cannot be read
     */
    Message ask(InetSocketAddress server, Message query, Duration timeout) throws IOException {
        Deadline deadline = Deadline.after(timeout, time.nanoTime());
        Message answer = byUdp(server, query, deadline);
        return answer.getHeader().getFlag(Flags.TC) ? byTcp(server, query, deadline) : answer;
    }

    private Message byUdp(InetSocketAddress server, Message query, Deadline deadline) throws IOException {
        byte[] question = query.toWire();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server); // so that nobody else answers, and a refusal is known at once
            socket.send(new DatagramPacket(question, question.length));
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
                socket.setSoTimeout(leftMillis(deadline));
                socket.receive(packet);
                Message answer = read(Arrays.copyOf(packet.getData(), packet.getLength()), query);
                if (answer != null) {
                    return answer;
                }
            }
        }
    }

    private Message byTcp(InetSocketAddress server, Message query, Deadline deadline) throws IOException {
        byte[] question = query.toWire();
        try (Socket socket = new Socket()) {
            socket.connect(server, leftMillis(deadline));
            byte[] framed = ByteBuffer.allocate(question.length + 2)
                    .putShort((short) question.length)
                    .put(question)
                    .array();
            new DataOutputStream(socket.getOutputStream()).write(framed);
            int length = Short.toUnsignedInt(
                    ByteBuffer.wrap(read(socket, 2, deadline)).getShort());
            Message answer = read(read(socket, length, deadline), query);
            if (answer == null) {
                throw new IOException("the answer is to another question");
            }
            return answer;
        }
    }

    private byte[] read(Socket socket, int length, Deadline deadline) throws IOException {
        byte[] bytes = new byte[length];
        InputStream in = socket.getInputStream();
        for (int done = 0, count; done < length; done += count) {
            socket.setSoTimeout(leftMillis(deadline));
            count = in.read(bytes, done, length - done);
            if (count < 0) {
                throw new EOFException("the answer breaks off");
            }
        }
        return bytes;
    }

    /* Null if it is no answer to this question; who else sends one may hope for nothing better. */
    private static @Nullable Message read(byte[] bytes, Message query) {
        try {
            Message answer = new Message(bytes);
            boolean isOurs = answer.getHeader().getID() == query.getHeader().getID()
                    && answer.getHeader().getFlag(Flags.QR)
                    && query.getQuestion().equals(answer.getQuestion());
            return isOurs ? answer : null;
        } catch (IOException e) {
            return null;
        }
    }

    private int leftMillis(Deadline deadline) throws SocketTimeoutException {
        long left = deadline.leftNanos(time.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
    }
}
