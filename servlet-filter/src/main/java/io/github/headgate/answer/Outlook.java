package io.github.headgate.answer;

import io.github.headgate.failure.FailureType;

/** Whether a failure goes away by itself, as a caller who knows nothing of the inside should be told. */
enum Outlook {
    PASSING("This is usually temporary."),
    LASTING("This does not go away by itself: the people who run this service have to act."),
    CALLERS("The request has to be changed before it is sent again."),
    OPEN("Whether it is temporary is not known.");

    private final String sentence;

    Outlook(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    /** Of an error that the upstream answered itself, of which there is only the status. */
    static Outlook ofReceived(int status) {
        return switch (status) {
            case 408, 423, 425, 429, 502, 503, 504 -> PASSING;
            case 501, 505, 506, 508, 510 -> LASTING;
            default -> status < 500 ? CALLERS : OPEN;
        };
    }

    /**
     * @param status that is answered
     */
    static Outlook of(FailureType type, int status) {
        return type == FailureType.HTTP_REQUEST_DENIED && status == 503 ? PASSING : of(type);
    }

    private static Outlook of(FailureType type) {
        return switch (type) {
            case DNS_ERROR,
                    DNS_TIMEOUT,
                    DESTINATION_UNAVAILABLE,
                    DESTINATION_IP_UNROUTABLE,
                    CONNECTION_REFUSED,
                    CONNECTION_TIMEOUT,
                    CONNECTION_TERMINATED,
                    CONNECTION_READ_TIMEOUT,
                    CONNECTION_WRITE_TIMEOUT,
                    CONNECTION_LIMIT_REACHED,
                    HTTP_RESPONSE_INCOMPLETE,
                    HTTP_RESPONSE_TIMEOUT -> PASSING;
            case HTTP_REQUEST_ERROR, HTTP_REQUEST_DENIED -> CALLERS;
            case DESTINATION_NOT_FOUND,
                    DESTINATION_IP_PROHIBITED,
                    TLS_PROTOCOL_ERROR,
                    TLS_CERTIFICATE_ERROR,
                    TLS_ALERT_RECEIVED,
                    HTTP_RESPONSE_HEADER_SECTION_SIZE,
                    HTTP_RESPONSE_HEADER_SIZE,
                    HTTP_RESPONSE_BODY_SIZE,
                    HTTP_RESPONSE_TRAILER_SECTION_SIZE,
                    HTTP_RESPONSE_TRAILER_SIZE,
                    HTTP_RESPONSE_TRANSFER_CODING,
                    HTTP_RESPONSE_CONTENT_CODING,
                    HTTP_UPGRADE_FAILED,
                    HTTP_PROTOCOL_ERROR,
                    PROXY_INTERNAL_ERROR,
                    PROXY_CONFIGURATION_ERROR,
                    PROXY_LOOP_DETECTED -> LASTING;
        };
    }
}
