import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Callers for check.sh: {@code java Load.java PORT} calls every upstream of the demo until it is ended, and says what it got. One in
 * four does not wait for what is slow.
 */
final class Load {
    private static final int CALLERS_EACH = 4;
    private static final List<String> PATHS = List.of(
            "/orders/1", "/refused/", "/blackholed/", "/stalled/", "/reset/", "/halfbody/", "/garbage/", "/plaintext/");
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Map<String, LongAdder> STATUSES = new ConcurrentSkipListMap<>();
    private static volatile boolean isOver;

    private Load() {}

    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(Load::end));
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (String path : PATHS) {
            URI uri = URI.create("http://localhost:" + args[0] + path);
            for (int i = 0; i < CALLERS_EACH; i++) {
                Duration patience = i == 0 ? SHORT : LONG;
                new Thread(() -> call(client, uri, patience)).start();
            }
        }
    }

    private static void end() {
        isOver = true;
        System.out.println("  called, by status: " + STATUSES);
    }

    private static void call(HttpClient client, URI uri, Duration patience) {
        while (!isOver) {
            try {
                HttpRequest request = HttpRequest.newBuilder(uri).timeout(patience).build();
                HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
                count(uri.getPath() + " " + response.statusCode());
                Thread.sleep(2);
            } catch (IOException e) {
                count(uri.getPath() + " " + e.getClass().getSimpleName());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void count(String what) {
        if (!isOver) {
            STATUSES.computeIfAbsent(what, unused -> new LongAdder()).increment();
        }
    }
}
