package io.github.headgate;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** What the JVM records of virtual threads that hold their carrier while they wait. Not thread-safe. */
final class Pinning {
    private static final String PINNED = "jdk.VirtualThreadPinned";
    private static final String OURS = Pinning.class.getPackageName() + ".";
    private static final Duration MOST = Duration.ofMillis(20);

    private final Path file;

    /** @param file to be written anew each time */
    Pinning(Path file) {
        this.file = file;
    }

    /** Each time that a thread with code of ours on its stack was pinned for longer than 20 ms, but not by the first use of a class. */
    List<RecordedEvent> during(Callable<?> work) throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable(PINNED).withThreshold(MOST).withStackTrace();
            recording.start();
            work.call();
            recording.stop();
            recording.dump(file);
        }
        return read();
    }

    private List<RecordedEvent> read() throws IOException {
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(PINNED))
                .filter(event -> isOurs(event.getStackTrace()) && !isForClass(event))
                .toList();
    }

    /* A stack that was cut may have had it. */
    private static boolean isOurs(RecordedStackTrace stack) {
        return stack.isTruncated()
                || stack.getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getType().getName().startsWith(OURS));
    }

    /* The JVM waits until another thread has loaded a class or begun to use it. */
    private static boolean isForClass(RecordedEvent event) {
        if (event.hasField("pinnedReason")
                && String.valueOf(event.getString("pinnedReason")).startsWith("Waited for initialization of ")) {
            return true;
        }
        RecordedMethod top = event.getStackTrace().getFrames().get(0).getMethod();
        return top.getType().getName().equals(ClassLoader.class.getName())
                && top.getName().equals("loadClass");
    }
}
