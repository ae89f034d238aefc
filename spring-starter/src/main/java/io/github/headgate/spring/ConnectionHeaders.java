package io.github.headgate.spring;

import java.util.List;

/** The headers that {@code Connection} names, which belong to that connection alone (RFC 9110 §7.6.1). Pure. */
final class ConnectionHeaders {
    private ConnectionHeaders() {}

    /**
     * The names in any case; {@code close} and the like may be among them.
     *
     * @param connection the values of all {@code Connection} headers of the message
     */
    static List<String> named(List<String> connection) {
        return connection.stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
