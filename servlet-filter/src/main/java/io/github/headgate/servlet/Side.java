package io.github.headgate.servlet;

import java.util.List;
import java.util.Set;

/**
 * On which side of the application something was thrown. Pure.
 *
 * <p>A lost connection looks the same on both sides: {@code EOFException}, {@code SocketException} and
 * {@code SocketTimeoutException} also mean that the caller hung up, or stopped sending its request. So the class tells only
 * where it cannot come from the caller's side, or from no other. For the rest, it counts who threw it: the first stack frame
 * that is not the JDK's own belongs to a client library, to the container, or to neither, and then nobody knows. When the
 * caller's body is handed to a client, and breaks while that client reads it, the container's frames are the first.
 */
enum Side {
    /** The application called somebody, and that failed. */
    UPSTREAM,
    /** The caller's own request or connection failed. */
    CALLER,
    /** Either, or none. */
    UNKNOWN;

    private static final Set<String> ONLY_UPSTREAM = Set.of(
            "java.net.ConnectException",
            "java.net.NoRouteToHostException",
            "java.net.UnknownHostException",
            "java.nio.channels.UnresolvedAddressException",
            "java.sql.SQLException",
            "java.util.concurrent.TimeoutException",
            "javax.net.ssl.SSLHandshakeException");

    private static final List<String> CLIENT_EXCEPTIONS = List.of(
            "feign.",
            "io.github.resilience4j.",
            "io.netty.",
            "java.net.http.",
            "okhttp3.",
            "org.apache.hc.",
            "org.apache.http.",
            "org.springframework.web.client.",
            "org.springframework.web.reactive.function.client.",
            "reactor.netty.");

    private static final List<String> CLIENT_CODE = List.of(
            "io.netty.",
            "jdk.internal.net.http.",
            "okhttp3.",
            "okio.",
            "org.apache.hc.",
            "org.apache.http.",
            "org.eclipse.jetty.client.",
            "reactor.netty.",
            "sun.net.www.protocol.http.",
            "sun.net.www.protocol.https.");

    private static final List<String> CONTAINER = List.of(
            "io.undertow.",
            "org.apache.catalina.",
            "org.apache.coyote.",
            "org.apache.tomcat.util.",
            "org.eclipse.jetty.",
            "org.glassfish.grizzly.",
            "org.springframework.web.context.request.async.AsyncRequestNotUsableException",
            "org.xnio.");

    /* Whose code is below every socket; it tells nothing. Kotlin's belongs to OkHttp. */
    private static final List<String> NEUTRAL_CODE =
            List.of("com.sun.", "java.", "javax.", "jdk.", "kotlin.", "org.conscrypt.", "sun.");

    /** Where this exception was thrown, its causes not considered. */
    static Side of(Throwable thrown) {
        for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
            String name = type.getName();
            if (ONLY_UPSTREAM.contains(name) || startsWithAny(name, CLIENT_EXCEPTIONS)) {
                return UPSTREAM;
            }
            if (startsWithAny(name, CONTAINER)) {
                return CALLER;
            }
        }
        return byCode(thrown.getStackTrace());
    }

    private static Side byCode(StackTraceElement[] frames) {
        for (StackTraceElement frame : frames) {
            String name = frame.getClassName();
            if (startsWithAny(name, CLIENT_CODE)) {
                return UPSTREAM;
            }
            if (startsWithAny(name, CONTAINER)) {
                return CALLER;
            }
            if (!startsWithAny(name, NEUTRAL_CODE)) {
                return UNKNOWN;
            }
        }
        return UNKNOWN;
    }

    private static boolean startsWithAny(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }
}
