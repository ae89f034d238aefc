package io.github.headgate.servlet;

import static java.util.Map.entry;

import io.github.headgate.failure.FailureType;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The failure types that no upstream on a socket brings about, and why. */
final class WithoutFault {
    static final Map<FailureType, String> REASONS = new TreeMap<>(Map.ofEntries(
            entry(
                    FailureType.DESTINATION_NOT_FOUND,
                    "a route to an upstream that does not exist: settings with one are refused at the start"),
            entry(FailureType.DESTINATION_IP_PROHIBITED, "no policy on addresses yet"),
            entry(FailureType.HTTP_REQUEST_ERROR, "the caller's fault: no upstream is called"),
            entry(
                    FailureType.HTTP_REQUEST_DENIED,
                    "it is about the load of this service or its maintenance, not about an upstream"),
            entry(FailureType.HTTP_RESPONSE_CONTENT_CODING, "the gateway decodes no body: it is passed on as it is"),
            entry(
                    FailureType.HTTP_UPGRADE_FAILED,
                    "the gateway asks no upstream to upgrade: a 101 is an `http_protocol_error`"),
            entry(FailureType.PROXY_INTERNAL_ERROR, "a bug of the gateway"),
            entry(FailureType.PROXY_CONFIGURATION_ERROR, "settings are checked at the start"),
            entry(
                    FailureType.PROXY_LOOP_DETECTED,
                    "the upstream is the gateway itself, which answers the request that came back")));

    private WithoutFault() {}

    static String list() {
        return REASONS.entrySet().stream()
                .map(reason -> "- `" + reason.getKey() + "`: " + reason.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
