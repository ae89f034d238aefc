package io.github.headgate.servlet;

import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.testing.Fault;
import io.github.headgate.testing.FaultyTls;
import io.github.headgate.upstream.TlsPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A real container, in which each fault gets a stand of its own. Thread-safe. */
final class FaultGateway implements AutoCloseable {
    private static final String THREADS = "64";

    private final LogCapture log = LogCapture.of("io.github.headgate.failures");
    private final AtomicInteger stands = new AtomicInteger();
    private final TlsPolicy tls;
    private final TestContainer container;

    FaultGateway(Path directory) throws IOException {
        Path authority = Files.writeString(directory.resolve("authority.pem"), FaultyTls.authorityPem());
        tls = new TlsPolicy(authority.toString(), "", "", true);
        container = new TestContainer()
                .quiet()
                .connector("maxThreads", THREADS)
                .connector("maxSwallowSize", "-1") // the caller's upload never costs it the answer
                .filter(new UpstreamFailureFilter(AnswerSettings.defaults()))
                .start();
    }

    /** A stand for these rows of a fault, which stays the caller's to close. */
    FaultStand open(Fault fault, List<FaultRow> rows) throws IOException {
        return new FaultStand("/" + fault.name() + stands.incrementAndGet(), rows, tls, container, log);
    }

    @Override
    public void close() {
        container.close();
        log.close();
    }
}
