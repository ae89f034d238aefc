package io.github.headgate.testing;

import static io.github.headgate.testing.FaultKind.ANSWER;
import static io.github.headgate.testing.FaultKind.BUSY;
import static io.github.headgate.testing.FaultKind.CHANCE;
import static io.github.headgate.testing.FaultKind.CHUNKED_CUT;
import static io.github.headgate.testing.FaultKind.CONNECT;
import static io.github.headgate.testing.FaultKind.CUT;
import static io.github.headgate.testing.FaultKind.EARLY_ANSWER;
import static io.github.headgate.testing.FaultKind.EJECTED;
import static io.github.headgate.testing.FaultKind.FIRST_BYTE;
import static io.github.headgate.testing.FaultKind.REUSE;
import static io.github.headgate.testing.FaultKind.REUSE_AFTER_HEAD;
import static io.github.headgate.testing.FaultKind.SLOW_ANSWER;
import static io.github.headgate.testing.FaultKind.TLS_ANSWER;
import static io.github.headgate.testing.FaultKind.TLS_CUT;
import static io.github.headgate.testing.FaultKind.UPLOAD;
import static io.github.headgate.testing.Handshakes.afterHello;
import static io.github.headgate.testing.Handshakes.alert;
import static io.github.headgate.testing.Handshakes.oldVersion;
import static io.github.headgate.testing.Replies.UNASKED;
import static io.github.headgate.testing.Replies.chunked;
import static io.github.headgate.testing.Replies.drip;
import static io.github.headgate.testing.Replies.endlessly;
import static io.github.headgate.testing.Replies.largeChunk;
import static io.github.headgate.testing.Replies.largeChunked;
import static io.github.headgate.testing.Replies.largeWithLength;
import static io.github.headgate.testing.Replies.late;
import static io.github.headgate.testing.Replies.leavingOver;
import static io.github.headgate.testing.Replies.ok;
import static io.github.headgate.testing.Replies.onReuse;
import static io.github.headgate.testing.Replies.thenClose;
import static io.github.headgate.testing.Replies.thenDrop;
import static io.github.headgate.testing.Replies.thenReset;
import static io.github.headgate.testing.Replies.thenSilence;

import io.github.headgate.testing.RawUpstream.Behaviour;
import io.github.headgate.testing.RawUpstream.Reading;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** The ways in which an upstream fails, each as an upstream that does just that on a real socket. */
@SuppressWarnings("ImmutableEnumChecker") // what opens an upstream keeps nothing of it
public enum Fault {
    DNS_UNKNOWN("name does not resolve", CONNECT, url("http://" + DeadNames.UNKNOWN)),
    DNS_SILENT("resolver does not answer", CONNECT, url("http://" + DeadNames.SILENT)),
    UNROUTABLE("network unreachable", CONNECT, url(Ports.UNROUTABLE)),
    REFUSED("connection refused", CONNECT, url(Ports.REFUSING)),
    BLACKHOLED("connection not answered (backlog full)", CONNECT, backlogFull()),
    ALL_EJECTED("connection refused until the endpoint is ejected, then the next call", EJECTED, url(Ports.REFUSING)),
    LIMIT_REACHED("as many calls under way as may be", BUSY, Peer::stall),
    ACCEPT_CLOSE("accepts and closes", FIRST_BYTE, connection("http", Peer::close)),
    ACCEPT_RESET("accepts and resets", CHANCE, connection("http", Peer::reset)),
    TLS_PLAIN("TLS: plain text on the port", CONNECT, connection("https", thenSilence("HTTP/1.1 400 Bad Request^^"))),
    TLS_EXPIRED("TLS: certificate expired", CONNECT, tls(FaultyTls::expired)),
    TLS_NOT_YET_VALID("TLS: certificate not yet valid", CONNECT, tls(FaultyTls::notYetValid)),
    TLS_WRONG_NAME("TLS: certificate for another name", CONNECT, tls(FaultyTls::wrongName)),
    TLS_UNTRUSTED("TLS: untrusted issuer", CONNECT, tls(FaultyTls::untrusted)),
    TLS_CLIENT_CERTIFICATE_1_2(
            "TLS 1.2: client certificate required", CONNECT, tls(() -> FaultyTls.askingForCertificate("TLSv1.2"))),
    TLS_CLIENT_CERTIFICATE_1_3(
            "TLS 1.3: client certificate required", FIRST_BYTE, tls(() -> FaultyTls.askingForCertificate("TLSv1.3"))),
    TLS_OLD("TLS: only version 1.1", CONNECT, connection("https", oldVersion())),
    TLS_ALERT_NAME("TLS: alert unrecognized_name", CONNECT, connection("https", alert(112))),
    TLS_ALERT_VERSION("TLS: alert protocol_version", CONNECT, connection("https", alert(70))),
    TLS_ALERT_FAILURE("TLS: alert handshake_failure", CONNECT, connection("https", alert(40))),
    TLS_CLOSE("TLS: handshake closed", CONNECT, connection("https", afterHello(Peer::close))),
    TLS_RESET("TLS: handshake reset", CONNECT, connection("https", afterHello(Peer::reset))),
    TLS_SILENCE("TLS: handshake not answered", CONNECT, connection("https", Peer::stall)),
    REQUEST_CLOSE("reads the request and closes", ANSWER, Peer::close),
    REQUEST_RESET("reads the request and resets", ANSWER, Peer::reset),
    NEVER_ANSWERS("never answers", ANSWER, Peer::stall),
    AFTER_ATTEMPT("answers after 1.5 s", ANSWER, late(1500)),
    AFTER_DEADLINE("answers after 4 s", ANSWER, late(4000)),
    STATUS_LINE_SILENCE("half a status line, then silence", ANSWER, thenSilence("HTTP/1.1 2")),
    STATUS_LINE_CLOSE("half a status line, then closes", ANSWER, thenClose("HTTP/1.1 2")),
    STATUS_LINE_RESET("half a status line, then resets", ANSWER, thenReset("HTTP/1.1 2")),
    HEAD_SILENCE("half a head, then silence", ANSWER, thenSilence("HTTP/1.1 200 OK^Content-Le")),
    HEAD_CLOSE("half a head, then closes", ANSWER, thenClose("HTTP/1.1 200 OK^Content-Le")),
    HEAD_RESET("half a head, then resets", ANSWER, thenReset("HTTP/1.1 200 OK^Content-Le")),
    HEAD_ENDLESS("a head that never ends", ANSWER, endlessly("HTTP/1.1 200 OK^", "X-A: b^")),
    HEAD_LINE_ENDLESS("a header line that never ends", ANSWER, endlessly("HTTP/1.1 200 OK^X-A: ", "bbbbbbbbbb")),
    HEAD_DRIPS("a head byte by byte, too slowly", ANSWER, drip("HTTP/1.1 200 OK^X-A: ", "b".repeat(10_000))),
    INTERIM_SILENCE("103, then silence", ANSWER, thenSilence("HTTP/1.1 103 Early Hints^^")),
    INTERIM_CLOSE("103, then closes", ANSWER, thenClose("HTTP/1.1 103 Early Hints^^")),
    INTERIM(
            "hundreds of 1xx",
            ANSWER,
            thenClose("HTTP/1.1 103 Early Hints^^".repeat(500) + ok("Content-Length: 4", "good"))),
    SWITCHING(
            "101 that nobody asked for",
            ANSWER,
            thenClose("HTTP/1.1 101 Switching Protocols^Upgrade: x^Connection: upgrade^^")),
    GARBAGE("garbage instead of a status line", ANSWER, thenClose("garbage^^")),
    HTTP_3("HTTP/3.0 in the status line", ANSWER, thenClose("HTTP/3.0 200 OK^Content-Length: 4^^good")),
    HTTP_LOWER("http/1.1 in the status line", ANSWER, thenClose("http/1.1 200 OK^Content-Length: 4^^good")),
    STATUS_NO_SPACE("no space before the status code", ANSWER, thenClose("HTTP/1.1200 OK^Content-Length: 4^^good")),
    STATUS_TWO_SPACES(
            "two spaces before the status code", ANSWER, thenClose("HTTP/1.1  200 OK^Content-Length: 4^^good")),
    STATUS_NO_REASON(
            "no reason after the status code, nor a space", ANSWER, thenClose("HTTP/1.1 200^Content-Length: 4^^good")),
    STATUS_42("status code 42", ANSWER, thenClose("HTTP/1.1 42 OK^Content-Length: 4^^good")),
    STATUS_099("status code 099", ANSWER, thenClose("HTTP/1.1 099 OK^Content-Length: 4^^good")),
    STATUS_600("status code 600", ANSWER, thenClose("HTTP/1.1 600 OK^Content-Length: 4^^good")),
    STATUS_1000("status code 1000", ANSWER, thenClose("HTTP/1.1 1000 OK^Content-Length: 4^^good")),
    STATUS_ABC("status code abc", ANSWER, thenClose("HTTP/1.1 abc OK^Content-Length: 4^^good")),
    HEADER_NO_COLON("header without colon", ANSWER, thenClose(ok("no colon here^Content-Length: 4", "good"))),
    HEADER_NO_NAME("header without a name", ANSWER, thenClose(ok(": b^Content-Length: 4", "good"))),
    HEADER_SPACE("space before the colon of a header", ANSWER, thenClose(ok("X-A : b^Content-Length: 4", "good"))),
    HEADER_NUL("header with NUL", ANSWER, thenClose(ok("X-A: b\0c^Content-Length: 4", "good"))),
    HEADER_CR("header with a bare CR", ANSWER, thenClose(ok("X-A: b\rX-B: c^Content-Length: 4", "good"))),
    HEADER_LF(
            "header that ends with LF alone, among others",
            ANSWER,
            thenClose(ok("X-A: b\nX-B: c^Content-Length: 4", "good"))),
    HEADER_FOLDED("folded header (obs-fold)", ANSWER, thenClose(ok("X-A: b^ c^Content-Length: 4", "good"))),
    HEADER_COUNT(
            "header section over the limit, many headers",
            ANSWER,
            thenClose(ok("X-A: b^".repeat(1000) + "Content-Length: 4", "good"))),
    HEADER_SECTION(
            "header section over the limit, few and large headers",
            ANSWER,
            thenClose(ok(("X-A: " + "b".repeat(30_000) + "^").repeat(10) + "Content-Length: 4", "good"))),
    HEADER_SIZE(
            "one header over the limit",
            ANSWER,
            thenClose(ok("X-A: " + "b".repeat(40_000) + "^Content-Length: 4", "good"))),
    HEADER_LINE(
            "one header line over every limit",
            ANSWER,
            thenClose(ok("X-A: " + "b".repeat(400_000) + "^Content-Length: 4", "good"))),
    LENGTHS("two different Content-Lengths", ANSWER, thenClose(ok("Content-Length: 4^Content-Length: 5", "good"))),
    LENGTHS_SAME("two equal Content-Lengths", ANSWER, thenClose(ok("Content-Length: 4^Content-Length: 4", "good"))),
    LENGTH_LIST("Content-Length: 4, 4", ANSWER, thenClose(ok("Content-Length: 4, 4", "good"))),
    LENGTH_NEGATIVE("negative Content-Length", ANSWER, thenClose(ok("Content-Length: -1", "good"))),
    LENGTH_PLUS("Content-Length: +4", ANSWER, thenClose(ok("Content-Length: +4", "good"))),
    LENGTH_BLANKS("Content-Length with blanks around it", ANSWER, thenClose(ok("Content-Length:   4  ", "good"))),
    LENGTH_HUGE("Content-Length of 20 digits", ANSWER, thenClose(ok("Content-Length: 99999999999999999999", "good"))),
    LENGTH_EMPTY("empty Content-Length", ANSWER, thenClose(ok("Content-Length:", "good"))),
    LENGTH_AND_CODING(
            "Content-Length with Transfer-Encoding",
            ANSWER,
            thenClose(ok("Content-Length: 4^Transfer-Encoding: chunked", "4^good^0^^"))),
    CODING_TWICE(
            "Transfer-Encoding: chunked, chunked",
            ANSWER,
            thenClose(ok("Transfer-Encoding: chunked, chunked", "4^good^0^^"))),
    CODING_TWO_LINES(
            "Transfer-Encoding: chunked in two lines",
            ANSWER,
            thenClose(ok("Transfer-Encoding: chunked^Transfer-Encoding: chunked", "4^good^0^^"))),
    CODING_GZIP(
            "Transfer-Encoding: gzip, chunked",
            ANSWER,
            thenClose(ok("Transfer-Encoding: gzip, chunked", "4^good^0^^"))),
    CODING_IDENTITY("Transfer-Encoding: identity", ANSWER, thenClose(ok("Transfer-Encoding: identity", "4^good^0^^"))),
    CODING_UNKNOWN("unknown transfer coding", ANSWER, thenClose(ok("Transfer-Encoding: strange", "4^good^0^^"))),
    CODING_IN_1_0(
            "Transfer-Encoding: chunked in HTTP/1.0",
            ANSWER,
            thenClose("HTTP/1.0 200 OK^Transfer-Encoding: chunked^^4^good^0^^")),
    BODY_DRIPS(
            "a small body byte by byte, whole in the end",
            SLOW_ANSWER,
            drip(ok("Content-Length: 15", ""), "good and slowly")),
    SMALL_SILENCE("silence inside a small body", CUT, thenSilence(ok("Content-Length: 10", "12345"))),
    LARGE_SILENCE("silence inside a large body", CUT, thenSilence(largeWithLength())),
    SMALL_CHUNK_SILENCE("silence inside a small chunked body", CHUNKED_CUT, thenSilence(chunked("5^12345^"))),
    SMALL_LENGTH_FIN("small body with Content-Length cut by FIN", CUT, thenClose(ok("Content-Length: 10", "12345"))),
    SMALL_LENGTH_RST("small body with Content-Length cut by RST", CUT, thenReset(ok("Content-Length: 10", "12345"))),
    SMALL_CHUNK_FIN("small chunked body cut by FIN", CHUNKED_CUT, thenClose(chunked("5^123"))),
    SMALL_CHUNK_RST("small chunked body cut by RST", CHUNKED_CUT, thenReset(chunked("5^123"))),
    LARGE_LENGTH_FIN("large body with Content-Length cut by FIN", CUT, thenClose(largeWithLength())),
    LARGE_LENGTH_RST("large body with Content-Length cut by RST", CUT, thenReset(largeWithLength())),
    LARGE_CHUNK_FIN("large chunked body cut by FIN", CHUNKED_CUT, thenClose(largeChunk())),
    LARGE_CHUNK_RST("large chunked body cut by RST", CHUNKED_CUT, thenReset(largeChunk())),
    NO_LENGTH_RST("body up to the end of the connection, which is reset", CUT, thenReset(ok("X-A: b", "12345"))),
    NO_LENGTH_DROP(
            "body up to the end of the connection, TLS without close_notify", TLS_CUT, thenDrop(ok("X-A: b", "12345"))),
    LENGTH_DROP(
            "whole body with Content-Length, then TLS without close_notify",
            TLS_ANSWER,
            thenDrop(ok("Content-Length: 4", "good"))),
    LAST_CHUNK_MISSING("small body, last chunk missing", CHUNKED_CUT, thenClose(chunked("5^12345^"))),
    LARGE_LAST_CHUNK_MISSING("large body, last chunk missing", CHUNKED_CUT, thenClose(largeChunked(""))),
    LAST_CHUNK_HALF("small body, last chunk without its final CRLF", CHUNKED_CUT, thenClose(chunked("5^12345^0^"))),
    LARGE_LAST_CHUNK_HALF("large body, last chunk without its final CRLF", CHUNKED_CUT, thenClose(largeChunked("0^"))),
    CHUNK_SIZE("small body, chunk size is no number", CHUNKED_CUT, thenClose(chunked("x^12345^0^^"))),
    CHUNK_SIZE_PLUS("small body, chunk size +5", CHUNKED_CUT, thenClose(chunked("+5^12345^0^^"))),
    CHUNK_SIZE_MINUS("small body, chunk size -1", CHUNKED_CUT, thenClose(chunked("-1^12345^0^^"))),
    CHUNK_SIZE_0X("small body, chunk size 0x5", CHUNKED_CUT, thenClose(chunked("0x5^12345^0^^"))),
    CHUNK_SIZE_EMPTY("small body, chunk size is missing", CHUNKED_CUT, thenClose(chunked("^12345^0^^"))),
    CHUNK_SIZE_LONG(
            "small body, chunk size has 17 digits", CHUNKED_CUT, thenClose(chunked("10000000000000005^12345^0^^"))),
    CHUNK_SIZE_SPACE("small body, a space before the chunk size", CHUNKED_CUT, thenClose(chunked(" 5^12345^0^^"))),
    LARGE_CHUNK_SIZE(
            "large body, a later chunk size is no number", CHUNKED_CUT, thenClose(largeChunked("x^12345^0^^"))),
    CHUNK_NO_CRLF("small body, chunk longer than it says", CHUNKED_CUT, thenClose(chunked("5^1234567^0^^"))),
    TRAILER_NO_COLON("small body, trailer without colon", CHUNKED_CUT, thenClose(chunked("5^12345^0^no colon^^"))),
    TRAILER_COUNT(
            "small body, trailer section over the limit",
            CHUNKED_CUT,
            thenClose(chunked("5^12345^0^" + "X-A: b^".repeat(1000) + "^"))),
    TRAILER_SIZE(
            "small body, one trailer over the limit",
            CHUNKED_CUT,
            thenClose(chunked("5^12345^0^X-A: " + "b".repeat(400_000) + "^^"))),
    TRAILER_CLOSE("small body, closed inside the trailers", CHUNKED_CUT, thenClose(chunked("5^12345^0^X-A: b^"))),
    BODY_ENDLESS(
            "a chunked body that never ends", CHUNKED_CUT, endlessly(chunked(""), "400^" + "x".repeat(1024) + "^")),
    BODY_SIZE("Content-Length over max-response-size", CUT, thenSilence(ok("Content-Length: 999999999", "12345"))),
    REUSED_CLOSE("kept connection closed when used again", REUSE, onReuse(Peer::close)),
    REUSED_RESET("kept connection reset when used again", REUSE, onReuse(Peer::reset)),
    BYTES_AFTER("bytes after the end, then the next call", REUSE, leavingOver(ok("Content-Length: 4", "goodUNASKED"))),
    SECOND_RESPONSE(
            "a second response on the wire, then the next call",
            REUSE,
            leavingOver(ok("Content-Length: 4", "good" + UNASKED))),
    SECOND_RESPONSE_CHUNKED(
            "a second response after a chunked one, then the next call",
            REUSE,
            leavingOver(chunked("4^good^0^^" + UNASKED))),
    BODY_AFTER_204("a body after 204, then the next call", REUSE, leavingOver("HTTP/1.1 204 No Content^^" + UNASKED)),
    BODY_AFTER_304("a body after 304, then the next call", REUSE, leavingOver("HTTP/1.1 304 Not Modified^^" + UNASKED)),
    BODY_AFTER_HEAD(
            "a body after HEAD, then the next call", REUSE_AFTER_HEAD, leavingOver(ok("Content-Length: 45", UNASKED))),
    UPLOAD_UNREAD("never reads a large upload, never answers", UPLOAD, Peer::stall),
    UPLOAD_RESET("resets inside a large upload", UPLOAD, Peer::reset),
    UPLOAD_EARLY_ANSWER(
            "answers 413 early and stops reading a large upload",
            EARLY_ANSWER,
            thenSilence("HTTP/1.1 413 Too Large^Content-Length: 0^^"));

    /** The body of the answer that no caller may ever see. */
    public static final String UNASKED_BODY = "UNASKED";

    private interface Opener {
        TestUpstream open(Way way) throws IOException;
    }

    private record Address(String url) implements TestUpstream {
        @Override
        public void close() {}
    }

    private final String text;
    private final FaultKind kind;
    private final Opener opener;

    Fault(String text, FaultKind kind, Opener opener) {
        this.text = text;
        this.kind = kind;
        this.opener = opener;
    }

    Fault(String text, FaultKind kind, Behaviour behaviour) {
        this(text, kind, way -> {
            Behaviour kept = way.isKept() ? Replies.afterGoodOne(behaviour) : behaviour;
            return RawUpstream.of(
                    way.isTls() ? FaultyTls.good() : null,
                    kind.isUpload() ? Reading.HEAD : Reading.REQUESTS,
                    way == Way.HTTP_1_0 ? Replies.inHttp10(kept) : kept);
        });
    }

    private static Opener url(String url) {
        return way -> new Address(url);
    }

    private static Opener backlogFull() {
        return way -> new Ports.Blackhole();
    }

    private static Opener connection(String scheme, Behaviour behaviour) {
        return way -> RawUpstream.onConnect(scheme, behaviour);
    }

    private static Opener tls(Supplier<ServerTls> tls) {
        return way -> RawUpstream.of(tls.get(), Reading.REQUESTS, peer -> peer.ok("good"));
    }

    /** An upstream that fails so in the plainest way; stays the caller's to close. */
    public TestUpstream open() throws IOException {
        return open(Way.PLAIN);
    }

    /** An upstream that fails so when it is met in this way; stays the caller's to close. */
    public TestUpstream open(Way way) throws IOException {
        return opener.open(way);
    }

    /** The methods for which it makes a difference. */
    public List<String> methods() {
        return kind.methods();
    }

    /** The ways in which it can be met with this method. */
    public List<Way> ways(String method) {
        return kind.ways(method);
    }

    /** Whether the body is never sent as it must be, so that nobody may take it for whole. */
    public boolean cutsBody() {
        return kind.cutsBody();
    }

    /** The methods of the calls that come before the one in which it shows itself. */
    public List<String> callsBefore() {
        return kind.callsBefore();
    }

    /** Whether it shows itself before a byte of the request is sent. */
    public boolean isBeforeRequest() {
        return kind == CONNECT;
    }

    /** Whether it shows itself while another call is under way. */
    public boolean needsOtherCall() {
        return kind == BUSY;
    }

    /** Whether it takes its time without being late. */
    public boolean isSlow() {
        return kind == SLOW_ANSWER;
    }

    /** Whether it has answered, for whoever looks. */
    public boolean hasAnswered() {
        return kind == EARLY_ANSWER;
    }

    /** Whether it needs a request body that fits into no buffer. */
    public boolean needsUpload() {
        return kind.isUpload();
    }

    /** In words, as for a report. */
    @Override
    public String toString() {
        return text;
    }
}
