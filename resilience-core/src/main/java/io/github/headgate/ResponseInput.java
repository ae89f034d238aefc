package io.github.headgate;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The buffer that the responses of a connection are read from, which HttpClient keeps to itself but shows to its parser. Used by
 * one thread at a time.
 */
final class ResponseInput {
    private final HeadLines lines = new HeadLines();
    private final ResponseHeadRules rules = new ResponseHeadRules();
    private volatile @Nullable SessionInputBuffer buffer;

    /** The parser, which then reads strictly and checks what it has read. */
    HttpMessageParser<ClassicHttpResponse> checked(HttpMessageParser<ClassicHttpResponse> parser) {
        return (in, stream) -> {
            buffer = in;
            lines.begin();
            ClassicHttpResponse head = parser.parse(new StrictInput(in, lines), stream);
            rules.check(head);
            return head;
        };
    }

    /** Whether bytes were read that belong to no response. */
    boolean hasBufferedData() {
        SessionInputBuffer in = buffer;
        return in != null && in.length() > 0;
    }
}
