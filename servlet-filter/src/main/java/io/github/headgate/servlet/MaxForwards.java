package io.github.headgate.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * The number of gateways that a request may still pass (RFC 9110 §7.6.2). It binds OPTIONS and TRACE; with other methods the
 * header passes as it is. Pure.
 */
final class MaxForwards {
    static final String HEADER = "Max-Forwards";

    private MaxForwards() {}

    /** Whether the request must not go further. */
    static boolean isExhausted(HttpServletRequest request) {
        return binding(request).filter(left -> left == 0).isPresent();
    }

    /** What to write into the request that is sent on; empty if the header passes as it is. */
    static Optional<String> next(HttpServletRequest request) {
        return binding(request).map(left -> String.valueOf(left - 1));
    }

    private static Optional<Integer> binding(HttpServletRequest request) {
        String value = request.getHeader(HEADER);
        boolean binds =
                request.getMethod().equals("OPTIONS") || request.getMethod().equals("TRACE");
        return binds && value != null && value.matches("[0-9]{1,9}")
                ? Optional.of(Integer.valueOf(value))
                : Optional.empty();
    }
}
