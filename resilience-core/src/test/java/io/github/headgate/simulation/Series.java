package io.github.headgate.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.IntStream;

/** The figures of a scenario by the second: what its chart shows. */
final class Series {
    private static final String HEAD = "second,calls,succeeded,attempts,p50_ms,p99_ms\n";
    private static final int DIGEST_BYTES = 8;

    private final Figures figures;
    private final int end;

    Series(Figures figures) {
        this.figures = figures;
        this.end = figures.scenario().timeline().end();
    }

    double[] seconds() {
        return IntStream.range(0, end).asDoubleStream().toArray();
    }

    double[] calls() {
        return IntStream.range(0, end).mapToDouble(i -> figures.at(i).calls()).toArray();
    }

    double[] successes() {
        return IntStream.range(0, end)
                .mapToDouble(i -> figures.at(i).successes())
                .toArray();
    }

    double[] attempts() {
        return IntStream.range(0, end).mapToDouble(figures::attempts).toArray();
    }

    /** In milliseconds, of the calls that succeeded; 0 where none did. */
    double[] latencies(double percent) {
        return IntStream.range(0, end)
                .mapToDouble(i -> figures.at(i).millis(percent))
                .toArray();
    }

    /** As comma-separated values, a line for each second. */
    String csv() {
        StringBuilder lines = new StringBuilder(HEAD);
        for (int second = 0; second < end; second++) {
            Latencies at = figures.at(second);
            lines.append(String.format(
                    Locale.ROOT,
                    "%d,%d,%d,%d,%.1f,%.1f\n",
                    second,
                    at.calls(),
                    at.successes(),
                    figures.attempts(second),
                    at.millis(50),
                    at.millis(99)));
        }
        return lines.toString();
    }

    /** Tells one series from another. */
    String digest() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(csv().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
