package io.github.headgate.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Refuses requests of which two servers could see different ends (RFC 9112 §6.3, §11.2): the part on which they differ
 * would become a request that nobody checked. Containers refuse most of them first; this is for what they let through.
 */
final class Framing {
    private Framing() {}

    /** What is ambiguous; empty if the end of the request is certain. */
    static Optional<String> fault(HttpServletRequest request) {
        List<String> codings = Collections.list(request.getHeaders("Transfer-Encoding"));
        List<String> lengths = Collections.list(request.getHeaders("Content-Length"));
        if (!codings.isEmpty() && !lengths.isEmpty()) {
            return Optional.of("The request has both Transfer-Encoding and Content-Length");
        }
        if (codings.size() > 1 || codings.stream().anyMatch(coding -> !coding.equalsIgnoreCase("chunked"))) {
            return Optional.of("The request has a Transfer-Encoding other than chunked");
        }
        if (!codings.isEmpty() && request.getProtocol().equals("HTTP/1.0")) {
            return Optional.of("The request has a Transfer-Encoding, which HTTP/1.0 does not know");
        }
        if (new HashSet<>(lengths).size() > 1) {
            return Optional.of("The request has several Content-Length that differ");
        }
        if (lengths.stream().anyMatch(length -> !length.matches("[0-9]{1,18}"))) {
            return Optional.of("The Content-Length is not a number");
        }
        if (request.getMethod().equals("TRACE") && !(codings.isEmpty() && lengths.isEmpty())) {
            return Optional.of("A TRACE request must not have a body");
        }
        return Optional.empty();
    }
}
