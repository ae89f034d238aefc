package io.github.headgate.examples.gateway.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What a faulty upstream does with a connection once it has read something. */
enum Fault {
    STALL {
        @Override
        void answer(Socket connection) throws IOException {
            // until the gateway gives up and closes
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    },
    RESET {
        @Override
        void answer(Socket connection) throws IOException {
            connection.setSoLinger(true, 0);
        }
    },
    HALF_BODY {
        @Override
        void answer(Socket connection) throws IOException {
            write(
                    connection,
                    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2000\r\n\r\n" + "x".repeat(1000));
        }
    },
    GARBAGE {
        @Override
        void answer(Socket connection) throws IOException {
            write(connection, "220 mail.example ESMTP ready\r\n\r\n");
        }
    };

    abstract void answer(Socket connection) throws IOException;

    private static void write(Socket connection, String text) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        connection.shutdownOutput();
    }
}
