package io.github.headgate.servlet;

import java.util.Collection;

/**
 * Our mark on what we forward (RFC 9110 §7.6.3), and how we know it again. Immutable.
 *
 * <p>On requests it is {@code 1.1 headgate (4f1c9a0e5b7d2c38)}: the comment is this instance's own and random, so that two
 * gateways of the same name may stand in a row. A proxy between may remove comments, and replicas behind a balancer have
 * different ones; therefore a request that bears our bare name too often has gone round as well.
 */
final class Via {
    /** More gateways of one name in a row than anyone builds on purpose. */
    private static final int MAX_OF_OUR_NAME = 8;

    private final String pseudonym;
    private final String comment;

    /**
     * @param name who we are; what cannot stand in a token becomes a dash
     * @param instanceId letters and digits that no other instance has
     */
    Via(String name, String instanceId) {
        this.pseudonym = name.replaceAll("[^A-Za-z0-9!#$%&'*+.^_`|~-]", "-");
        this.comment = "(" + instanceId + ")";
    }

    /** What to append to a request that came in this protocol, such as {@code HTTP/1.1}. */
    String forRequest(String protocol) {
        return forResponse(protocol) + " " + comment;
    }

    /** What to append to a response that came in this protocol. */
    String forResponse(String protocol) {
        return version(protocol) + " " + pseudonym;
    }

    /** Whether a request with these values of {@code Via} has been here before. */
    boolean isLoop(Collection<String> inbound) {
        int ofOurName = 0;
        for (String value : inbound) {
            if (value.contains(comment)) {
                return true;
            }
            for (String element : value.split(",", -1)) {
                String[] parts = element.strip().split("\\s+", 3);
                if (parts.length > 1 && parts[1].equalsIgnoreCase(pseudonym)) {
                    ofOurName++;
                }
            }
        }
        return ofOurName >= MAX_OF_OUR_NAME;
    }

    private static String version(String protocol) {
        return protocol.startsWith("HTTP/") ? protocol.substring("HTTP/".length()) : protocol;
    }
}
