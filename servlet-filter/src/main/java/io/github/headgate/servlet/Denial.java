package io.github.headgate.servlet;

import io.github.headgate.answer.Fault;
import io.github.headgate.answer.Header;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;

/** Why a request is not taken, and when to come back. Pure. */
final class Denial {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(60);
    private static final Header CLOSE = new Header("Connection", "close");

    private Denial() {}

    static Fault whenFull() {
        return Fault.denied("This service has too many requests under way", SOON);
    }

    static Fault inMaintenance() {
        return Fault.denied("This service is in maintenance", LATER);
    }

    /* Whoever keeps the connection would come back to the same instance. HTTP/2 forbids the header (RFC 9113 §8.2.2). */
    static Fault whileStopping(HttpServletRequest request) {
        Fault fault = Fault.denied("This service is stopping", SOON);
        return request.getProtocol().startsWith("HTTP/1") ? fault.with(CLOSE) : fault;
    }
}
