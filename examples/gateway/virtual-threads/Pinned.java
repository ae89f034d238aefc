import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Reads a recording for check.sh: {@code java Pinned.java FILE SINCE}, in milliseconds since 1970. Fails if a virtual thread with
 * code of ours on its stack was pinned for more than 20 ms since then, but not by the first use of a class, or if none ran.
 */
final class Pinned {
    private static final Duration MOST = Duration.ofMillis(20);
    private static final String OURS = "io.github.headgate.";

    private Pinned() {}

    public static void main(String[] args) throws IOException {
        Instant since = Instant.ofEpochMilli(Long.parseLong(args[1]));
        List<RecordedEvent> before = new ArrayList<>();
        List<RecordedEvent> after = new ArrayList<>();
        long threads = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(Path.of(args[0]))) {
            boolean isAfter = !event.getStartTime().isBefore(since);
            if (event.getEventType().getName().equals("jdk.VirtualThreadPinned")) {
                (isAfter ? after : before).add(event);
            } else if (isAfter && event.getEventType().getName().equals("jdk.VirtualThreadStart")) {
                threads++;
            }
        }
        print("while classes were loaded", before);
        print("after that, with " + threads + " virtual threads", after);
        List<RecordedEvent> guilty =
                after.stream().filter(Pinned::isLong).filter(Pinned::isJudged).toList();
        guilty.forEach(System.out::println);
        System.exit(guilty.isEmpty() && threads > 0 ? 0 : 1);
    }

    private static void print(String when, List<RecordedEvent> events) {
        System.out.println("  " + when + ":");
        print("pinned", events, event -> true);
        print("of these with code of ours on the stack", events, Pinned::isOurs);
        print("of those not for a class that another thread was loading", events, Pinned::isJudged);
    }

    private static void print(String what, List<RecordedEvent> events, Predicate<RecordedEvent> which) {
        List<RecordedEvent> some = events.stream().filter(which).toList();
        Duration longest =
                some.stream().map(RecordedEvent::getDuration).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        System.out.printf(
                Locale.ROOT,
                "    %s: %d, over %d ms: %d, longest: %.1f ms%n",
                what,
                some.size(),
                MOST.toMillis(),
                some.stream().filter(Pinned::isLong).count(),
                longest.toNanos() / 1e6);
    }

    private static boolean isLong(RecordedEvent event) {
        return event.getDuration().compareTo(MOST) > 0;
    }

    /* A stack that was cut may have had it. */
    private static boolean isOurs(RecordedEvent event) {
        RecordedStackTrace stack = event.getStackTrace();
        return stack == null
                || stack.isTruncated()
                || stack.getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getType().getName().startsWith(OURS));
    }

    private static boolean isJudged(RecordedEvent event) {
        return isOurs(event) && !isForClass(event);
    }

    /* Either is the JVM's own: it waits for a lock below which nothing of ours runs. */
    private static boolean isForClass(RecordedEvent event) {
        if (event.hasField("pinnedReason")
                && String.valueOf(event.getString("pinnedReason")).startsWith("Waited for initialization of ")) {
            return true;
        }
        RecordedStackTrace stack = event.getStackTrace();
        if (stack == null || stack.getFrames().isEmpty()) {
            return false;
        }
        RecordedMethod top = stack.getFrames().get(0).getMethod();
        return top.getType().getName().equals("java.lang.ClassLoader") && top.getName().equals("loadClass");
    }
}
