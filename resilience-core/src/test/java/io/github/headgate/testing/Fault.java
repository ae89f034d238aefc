package io.github.headgate.testing;

import static io.github.headgate.testing.Replies.UNASKED;
import static io.github.headgate.testing.Replies.drip;
import static io.github.headgate.testing.Replies.endlessly;
import static io.github.headgate.testing.Replies.largeChunk;
import static io.github.headgate.testing.Replies.largeChunked;
import static io.github.headgate.testing.Replies.largeWithLength;
import static io.github.headgate.testing.Replies.leavingOver;
import static io.github.headgate.testing.Replies.ok;
import static io.github.headgate.testing.Replies.onReuse;
import static io.github.headgate.testing.Replies.thenClose;
import static io.github.headgate.testing.Replies.thenReset;
import static io.github.headgate.testing.Replies.thenSilence;

import io.github.headgate.testing.RawUpstream.Behaviour;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ServerSocketFactory;

/** The ways in which an upstream fails, each as an upstream that does just that on a real socket. */
@SuppressWarnings("ImmutableEnumChecker") // what opens an upstream keeps nothing of it
public enum Fault {
    REFUSED("connection refused", Kind.ANSWER, "GET HEAD POST", Fault::refused),
    BLACKHOLED("connection not answered (backlog full)", Kind.ANSWER, "GET HEAD POST", Ports.Blackhole::new),
    ACCEPT_CLOSE("accepts and closes", Kind.ANSWER, "GET HEAD", connection("http", Peer::close)),
    ACCEPT_RESET("accepts and resets", Kind.ANSWER, "GET HEAD", connection("http", Peer::reset)),
    REQUEST_CLOSE("reads the request and closes", Kind.ANSWER, "GET HEAD POST", requests(Peer::close)),
    REQUEST_RESET("reads the request and resets", Kind.ANSWER, "GET HEAD POST", requests(Peer::reset)),
    NEVER_ANSWERS("never answers", Kind.ANSWER, "GET HEAD POST", requests(Peer::stall)),
    STATUS_LINE_SILENCE(
            "half a status line, then silence", Kind.ANSWER, "GET POST", requests(thenSilence("HTTP/1.1 2"))),
    STATUS_LINE_CLOSE(
            "half a status line, then closes", Kind.ANSWER, "GET HEAD POST", requests(thenClose("HTTP/1.1 2"))),
    HEAD_SILENCE("half a head, then silence", Kind.ANSWER, "GET", requests(thenSilence("HTTP/1.1 200 OK^Content-Le"))),
    HEAD_CLOSE(
            "half a head, then closes",
            Kind.ANSWER,
            "GET HEAD POST",
            requests(thenClose("HTTP/1.1 200 OK^Content-Le"))),
    HEAD_RESET("half a head, then resets", Kind.ANSWER, "GET POST", requests(thenReset("HTTP/1.1 200 OK^Content-Le"))),
    HEAD_ENDLESS("a head that never ends", Kind.ANSWER, "GET HEAD", requests(endlessly("HTTP/1.1 200 OK^", "X-A: b^"))),
    HEAD_LINE_ENDLESS(
            "a header line that never ends",
            Kind.ANSWER,
            "GET",
            requests(endlessly("HTTP/1.1 200 OK^X-A: ", "bbbbbbbbbb"))),
    HEAD_DRIPS(
            "a head byte by byte, too slowly",
            Kind.ANSWER,
            "GET POST",
            requests(drip("HTTP/1.1 200 OK^X-A: " + "b".repeat(10_000)))),
    SMALL_SILENCE(
            "silence inside a small body",
            Kind.CUT,
            "GET POST",
            requests(thenSilence(ok("Content-Length: 10", "12345")))),
    LARGE_SILENCE("silence inside a large body", Kind.CUT, "GET", requests(thenSilence(largeWithLength()))),
    SMALL_LENGTH_FIN(
            "small body with Content-Length cut by FIN",
            Kind.CUT,
            "GET POST",
            requests(thenClose(ok("Content-Length: 10", "12345")))),
    SMALL_LENGTH_RST(
            "small body with Content-Length cut by RST",
            Kind.CUT,
            "GET POST",
            requests(thenReset(ok("Content-Length: 10", "12345")))),
    SMALL_CHUNK_FIN(
            "small chunked body cut by FIN",
            Kind.CUT,
            "GET POST",
            requests(thenClose(ok("Transfer-Encoding: chunked", "5^123")))),
    SMALL_CHUNK_RST(
            "small chunked body cut by RST",
            Kind.CUT,
            "GET POST",
            requests(thenReset(ok("Transfer-Encoding: chunked", "5^123")))),
    LARGE_LENGTH_FIN(
            "large body with Content-Length cut by FIN", Kind.CUT, "GET POST", requests(thenClose(largeWithLength()))),
    LARGE_LENGTH_RST(
            "large body with Content-Length cut by RST", Kind.CUT, "GET", requests(thenReset(largeWithLength()))),
    LARGE_CHUNK_FIN("large chunked body cut by FIN", Kind.CUT, "GET POST", requests(thenClose(largeChunk()))),
    LARGE_CHUNK_RST("large chunked body cut by RST", Kind.CUT, "GET", requests(thenReset(largeChunk()))),
    LAST_CHUNK_MISSING(
            "small body, last chunk missing",
            Kind.CUT,
            "GET POST",
            requests(thenClose(ok("Transfer-Encoding: chunked", "5^12345^")))),
    LARGE_LAST_CHUNK_MISSING("large body, last chunk missing", Kind.CUT, "GET", requests(thenClose(largeChunked("")))),
    LAST_CHUNK_HALF(
            "small body, last chunk without its final CRLF",
            Kind.CUT,
            "GET POST",
            requests(thenClose(ok("Transfer-Encoding: chunked", "5^12345^0^")))),
    LARGE_LAST_CHUNK_HALF(
            "large body, last chunk without its final CRLF", Kind.CUT, "GET", requests(thenClose(largeChunked("0^")))),
    CHUNK_SIZE(
            "small body, chunk size is no number",
            Kind.CUT,
            "GET POST",
            requests(thenClose(ok("Transfer-Encoding: chunked", "x^12345^0^^")))),
    LARGE_CHUNK_SIZE(
            "large body, a later chunk size is no number",
            Kind.CUT,
            "GET",
            requests(thenClose(largeChunked("x^12345^0^^")))),
    GARBAGE("garbage instead of a status line", Kind.ANSWER, "GET HEAD POST", requests(thenClose("garbage^^"))),
    HTTP_3(
            "HTTP/3.0 in the status line",
            Kind.ANSWER,
            "GET POST",
            requests(thenClose("HTTP/3.0 200 OK^Content-Length: 0^^"))),
    STATUS_42("status code 42", Kind.ANSWER, "GET POST", requests(thenClose("HTTP/1.1 42 OK^Content-Length: 0^^"))),
    STATUS_099("status code 099", Kind.ANSWER, "GET", requests(thenClose("HTTP/1.1 099 OK^Content-Length: 0^^"))),
    STATUS_600("status code 600", Kind.ANSWER, "GET", requests(thenClose("HTTP/1.1 600 OK^Content-Length: 0^^"))),
    STATUS_1000("status code 1000", Kind.ANSWER, "GET", requests(thenClose("HTTP/1.1 1000 OK^Content-Length: 0^^"))),
    STATUS_ABC("status code abc", Kind.ANSWER, "GET", requests(thenClose("HTTP/1.1 abc OK^Content-Length: 0^^"))),
    HEADER_NO_COLON(
            "header without colon",
            Kind.ANSWER,
            "GET POST",
            requests(thenClose(ok("no colon here^Content-Length: 0", "")))),
    HEADER_NUL("header with NUL", Kind.ANSWER, "GET", requests(thenClose(ok("X-A: b\0c^Content-Length: 0", "")))),
    HEADER_CR(
            "header with a bare CR",
            Kind.ANSWER,
            "GET",
            requests(thenClose(ok("X-A: b\rX-B: c^Content-Length: 0", "")))),
    HEADER_FOLDED(
            "folded header (obs-fold)",
            Kind.ANSWER,
            "GET",
            requests(thenClose(ok("X-A: b^ c^Content-Length: 4", "good")))),
    HEADER_SECTION(
            "header section over the limit",
            Kind.ANSWER,
            "GET HEAD POST",
            requests(thenClose(ok("X-A: b^".repeat(1000) + "Content-Length: 0", "")))),
    HEADER_SIZE(
            "one header over the limit",
            Kind.ANSWER,
            "GET HEAD",
            requests(thenClose(ok("X-A: " + "b".repeat(200_000) + "^Content-Length: 0", "")))),
    LENGTHS(
            "two different Content-Lengths",
            Kind.ANSWER,
            "GET HEAD POST",
            requests(thenClose(ok("Content-Length: 4^Content-Length: 5", "good")))),
    LENGTH_AND_CODING(
            "Content-Length with Transfer-Encoding",
            Kind.ANSWER,
            "GET HEAD POST",
            requests(thenClose(ok("Content-Length: 4^Transfer-Encoding: chunked", "4^good^0^^")))),
    LENGTH_NEGATIVE(
            "negative Content-Length", Kind.ANSWER, "GET", requests(thenClose(ok("Content-Length: -1", "good")))),
    CODING_UNKNOWN(
            "unknown transfer coding",
            Kind.ANSWER,
            "GET POST",
            requests(thenClose(ok("Transfer-Encoding: strange", "good")))),
    SWITCHING(
            "101 that nobody asked for",
            Kind.ANSWER,
            "GET POST",
            requests(thenClose("HTTP/1.1 101 Switching Protocols^Upgrade: x^Connection: upgrade^^"))),
    INTERIM(
            "hundreds of 1xx",
            Kind.ANSWER,
            "GET POST",
            requests(thenClose("HTTP/1.1 103 Early Hints^^".repeat(500) + ok("Content-Length: 4", "good")))),
    BYTES_AFTER(
            "bytes after the end, then the next call",
            Kind.REUSE,
            "GET",
            requests(leavingOver(ok("Content-Length: 4", "goodUNASKED")))),
    SECOND_RESPONSE(
            "a second response on the wire, then the next call",
            Kind.REUSE,
            "GET",
            requests(leavingOver(ok("Content-Length: 4", "good" + UNASKED)))),
    SECOND_RESPONSE_CHUNKED(
            "a second response after a chunked one, then the next call",
            Kind.REUSE,
            "GET",
            requests(leavingOver(ok("Transfer-Encoding: chunked", "4^good^0^^" + UNASKED)))),
    BODY_AFTER_204(
            "a body after 204, then the next call",
            Kind.REUSE,
            "GET",
            requests(leavingOver("HTTP/1.1 204 No Content^^" + UNASKED))),
    BODY_AFTER_304(
            "a body after 304, then the next call",
            Kind.REUSE,
            "GET",
            requests(leavingOver("HTTP/1.1 304 Not Modified^^" + UNASKED))),
    BODY_AFTER_HEAD(
            "a body after HEAD, then the next call",
            Kind.REUSE,
            "HEAD",
            requests(leavingOver(ok("Content-Length: 45", UNASKED)))),
    BODY_ENDLESS(
            "a chunked body that never ends",
            Kind.CUT,
            "GET",
            requests(endlessly(ok("Transfer-Encoding: chunked", ""), "400^" + "x".repeat(1024) + "^"))),
    BODY_SIZE(
            "Content-Length over max-response-size",
            Kind.CUT,
            "GET POST",
            requests(thenSilence(ok("Content-Length: 999999999", "12345")))),
    UPLOAD_UNREAD("never reads a large upload, never answers", Kind.UPLOAD, "POST", unread(Peer::stall)),
    UPLOAD_EARLY_ANSWER(
            "answers 413 early and stops reading a large upload",
            Kind.UPLOAD,
            "POST",
            unread(thenSilence("HTTP/1.1 413 Too Large^Content-Length: 0^^"))),
    REUSED_CLOSE("kept connection closed when used again", Kind.REUSE, "GET POST", requests(onReuse(Peer::close))),
    REUSED_RESET("kept connection reset when used again", Kind.REUSE, "GET POST", requests(onReuse(Peer::reset))),
    TLS_PLAIN(
            "TLS: plain text on the port",
            Kind.ANSWER,
            "GET POST",
            connection("https", thenSilence("HTTP/1.1 400 Bad Request^^"))),
    TLS_EXPIRED("TLS: certificate expired", Kind.ANSWER, "GET POST", tls(FaultyTls::expired, Fault::good)),
    TLS_NOT_YET_VALID(
            "TLS: certificate not yet valid", Kind.ANSWER, "GET POST", tls(FaultyTls::notYetValid, Fault::good)),
    TLS_WRONG_NAME(
            "TLS: certificate for another name", Kind.ANSWER, "GET POST", tls(FaultyTls::wrongName, Fault::good)),
    TLS_UNTRUSTED("TLS: untrusted issuer", Kind.ANSWER, "GET POST", tls(FaultyTls::untrusted, Fault::good)),
    TLS_SILENCE("TLS: handshake not answered", Kind.ANSWER, "GET POST", connection("https", Peer::stall)),
    TLS_REQUEST_CLOSE("TLS: reads the request and closes", Kind.ANSWER, "GET POST", tls(FaultyTls::good, Peer::close)),
    TLS_BODY_FIN(
            "TLS: small body with Content-Length cut by FIN",
            Kind.CUT,
            "GET POST",
            tls(FaultyTls::good, thenClose(ok("Content-Length: 10", "12345"))));

    /** The body of the answer that no caller may ever see. */
    public static final String UNASKED_BODY = "UNASKED";

    private enum Kind {
        ANSWER,
        CUT,
        REUSE,
        UPLOAD
    }

    private interface Opener {
        TestUpstream open() throws IOException;
    }

    private final String text;
    private final Kind kind;
    private final List<String> methods;
    private final Opener opener;

    Fault(String text, Kind kind, String methods, Opener opener) {
        this.text = text;
        this.kind = kind;
        this.methods = List.of(methods.split(" "));
        this.opener = opener;
    }

    private static Opener requests(Behaviour behaviour) {
        return () -> new RawUpstream(behaviour);
    }

    private static Opener unread(Behaviour behaviour) {
        return () -> RawUpstream.once(behaviour);
    }

    private static Opener connection(String scheme, Behaviour behaviour) {
        return () -> RawUpstream.onConnect(scheme, behaviour);
    }

    private static Opener tls(Supplier<ServerSocketFactory> certificate, Behaviour behaviour) {
        return () -> RawUpstream.overTls(certificate.get(), behaviour);
    }

    private static void good(Peer peer) throws IOException {
        peer.ok("good");
    }

    private static TestUpstream refused() {
        return new TestUpstream() {
            @Override
            public String url() {
                return "http://127.0.0.1:1"; // a port that no system hands out
            }

            @Override
            public void close() {}
        };
    }

    /** An upstream that fails so; stays the caller's to close. */
    public TestUpstream open() throws IOException {
        return opener.open();
    }

    /** The methods for which it makes a difference. */
    public List<String> methods() {
        return methods;
    }

    /** Whether the body is never sent whole, so that nobody may take it for whole. */
    public boolean cutsBody() {
        return kind == Kind.CUT;
    }

    /** Whether it shows itself at the second call only. */
    public boolean needsSecondCall() {
        return kind == Kind.REUSE;
    }

    /** Whether it needs a request body that fits into no buffer. */
    public boolean needsUpload() {
        return kind == Kind.UPLOAD;
    }

    /** In words, as for a report. */
    @Override
    public String toString() {
        return text;
    }
}
