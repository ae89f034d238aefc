package io.github.headgate.spring;

import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.ResourceAccessException;

/** What a head weighs on the way to the caller: what the container cannot send would be its own 500. Pure. */
final class ResponseHead {
    /* Colon, space, CR and LF. */
    private static final int SEPARATORS = 4;
    /* Status line, Date, Server, Connection and the like. */
    private static final int CONTAINERS_OWN_BYTES = 256;

    private ResponseHead() {}

    /**
     * Does nothing if the headers fit.
     *
     * @param limit in bytes, for the whole head
     * @throws ResourceAccessException because of an {@link UpstreamException}
     */
    static void check(String upstream, HttpHeaders headers, int limit) {
        int bytes = CONTAINERS_OWN_BYTES;
        for (Map.Entry<String, List<String>> header : headers.headerSet()) {
            for (String value : header.getValue()) {
                bytes += header.getKey().length() + value.length() + SEPARATORS;
            }
        }
        if (bytes > limit) {
            String message = upstream + ": headers of " + bytes + " bytes, above proxy.max-response-header-size, "
                    + limit + " bytes; the container has a limit of its own";
            Failure failure =
                    Failure.of(FailureType.HTTP_RESPONSE_HEADER_SECTION_SIZE, ExchangePhase.READING_BODY, null);
            throw new ResourceAccessException(message, new UpstreamException(upstream, failure, List.of(), message));
        }
    }
}
