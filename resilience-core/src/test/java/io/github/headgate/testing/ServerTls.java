package io.github.headgate.testing;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** How an upstream speaks TLS. Thread-safe. */
final class ServerTls {
    private final SSLContext context;
    private final String[] protocols;
    private final boolean needsClientCertificate;

    private ServerTls(SSLContext context, boolean needsClientCertificate, String... protocols) {
        this.context = context;
        this.protocols = protocols;
        this.needsClientCertificate = needsClientCertificate;
    }

    ServerTls(SSLContext context) {
        this(context, false, "TLSv1.2", "TLSv1.3");
    }

    /** The same upstream, which asks for a certificate, in this version only. */
    ServerTls askingForCertificate(String protocol) {
        return new ServerTls(context, true, protocol);
    }

    /**
     * A connection over that of TCP. The handshake comes with the first byte that is read or written. Where a certificate is
     * asked for, the connection below outlives a handshake that fails, so that its rest can be read.
     */
    SSLSocket over(Socket tcp) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, null, !needsClientCertificate);
        socket.setEnabledProtocols(protocols);
        socket.setNeedClientAuth(needsClientCertificate);
        return socket;
    }
}
