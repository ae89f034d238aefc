package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.headgate.testing.Peer;
import io.github.headgate.testing.RawUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client that everybody has makes of a large body that broke off; skipped where there is no curl. */
@Timeout(60)
class CurlTest {
    private static final int SIZE = 10 << 20;
    private static final String HALF = "x".repeat(SIZE / 2);
    private static final long BEFORE_RESET_MS = 100;

    /* Of its manual: a partial file, and a failure in receiving data. */
    private static final List<Integer> BROKEN = List.of(18, 56);

    private record Run(int exitCode, String output) {}

    @BeforeAll
    static void isThere() throws InterruptedException {
        assumeTrue(hasCurl(), "there is no curl here");
    }

    private static boolean hasCurl() throws InterruptedException {
        try {
            return curl("--version").exitCode() == 0;
        } catch (IOException e) {
            return false; // no such command
        }
    }

    private static Run curl(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder command =
                new ProcessBuilder("curl", "--disable", "--silent", "--noproxy", "*", "--max-time", "20");
        command.command().addAll(List.of(arguments));
        Process process = command.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("curl ends").isTrue();
        return new Run(process.exitValue(), output);
    }

    private static Run download(RawUpstream upstream) throws IOException, InterruptedException {
        try (ProxyFixture proxy = ProxyFixture.before(upstream)) {
            String url = "http://127.0.0.1:" + proxy.port() + "/file";
            return curl("--output", "/dev/null", "--write-out", "%{http_code} %{size_download}", url);
        }
    }

    private static void sendHalf(Peer peer, String framing) throws IOException {
        boolean isChunked = framing.equals("chunked");
        peer.send("HTTP/1.1 200 OK\r\n"
                + (isChunked ? "Transfer-Encoding: chunked" : "Content-Length: " + SIZE)
                + "\r\n\r\n"
                + (isChunked ? Integer.toHexString(SIZE) + "\r\n" : "")
                + HALF);
    }

    @ParameterizedTest
    @CsvSource({"length, FIN", "length, RST", "chunked, FIN", "chunked, RST"})
    void aBodyThatBreaksOffIsAnErrorToCurl(String framing, String end) throws Exception {
        Run run = download(RawUpstream.once(peer -> {
            sendHalf(peer, framing);
            if (end.equals("RST")) {
                peer.upstream().pause(BEFORE_RESET_MS);
                peer.reset();
            } else {
                peer.close();
            }
        }));
        assertThat(run.exitCode()).as(run.output()).isIn(BROKEN);
        assertThat(run.output()).startsWith("200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "chunked"})
    void aWholeBodyIsNone(String framing) throws Exception {
        Run run = download(RawUpstream.once(peer -> {
            sendHalf(peer, framing);
            peer.send(HALF + (framing.equals("chunked") ? "\r\n0\r\n\r\n" : ""));
        }));
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).isEqualTo("200 " + SIZE);
    }
}
