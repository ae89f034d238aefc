package io.github.headgate.examples.springcloudgateway;

import io.github.headgate.testing.Fault;
import io.github.headgate.testing.Way;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A fault that is met by GET in the plainest way, or in the first that it knows. */
record FaultCase(Fault fault) {
    private static final byte[] UPLOAD = "x".repeat(8 << 20).getBytes(StandardCharsets.US_ASCII);

    static List<FaultCase> all() {
        return Arrays.stream(Fault.values()).map(FaultCase::new).toList();
    }

    /** The name of its route, and of its upstream. */
    String name() {
        return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String method() {
        return fault.methods().get(0);
    }

    Way way() {
        return fault.ways(method()).get(0);
    }

    byte[] body() {
        return fault.needsUpload() ? UPLOAD : new byte[0];
    }

    @Override
    public String toString() {
        return fault.toString();
    }
}
