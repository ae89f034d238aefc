package io.github.headgate.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.stored.Exchanged.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One response for several requests (RFC 9111 §4), case by case. Times in seconds; the response has come at 0. */
class SharedTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private final ResponseStore<String> store = new ResponseStore<>(Duration.ofSeconds(100), 1 << 20);

    /* Written "A: 1; B: 2". */
    private static Fields fields(@Nullable String text) {
        String[] lines = text == null ? new String[0] : text.split("; ", -1);
        return name -> Arrays.stream(lines)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    private static Asked asked(String method, @Nullable String request) {
        return new Asked(method, "", "/orders", fields(request));
    }

    private static Exchanged exchanged(Asked asked, int status, @Nullable String response) {
        return new Exchanged(asked, status, fields(response), -TimeUnit.SECONDS.toNanos(2), 0, NOW);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing said | | | | true",
                "public | | Cache-Control: public | | true",
                "fresh for longer than it took | | Cache-Control: max-age=3 | | true",
                "not for longer | | Cache-Control: max-age=2 | | false",
                "over when it comes | | Cache-Control: max-age=0 | | false",
                "over for shared caches | | Cache-Control: s-maxage=0, max-age=60 | | false",
                "fresh, must-revalidate | | Cache-Control: max-age=60, must-revalidate | | true",
                "nothing said, must-revalidate | | Cache-Control: must-revalidate | | true",
                "Expires | | Expires: Thu, 26 Nov 2026 12:01:00 GMT | | true",
                "Expires in the past | | Expires: Thu, 26 Nov 2020 12:01:00 GMT | | false",
                "Expires that is no date | | Expires: 0 | | false",
                "older than it was to get | | Age: 60; Cache-Control: max-age=60 | | false",
                "private | | Cache-Control: private | | false",
                "private for some fields | | Cache-Control: private=\"X\" | | false",
                "no-store | | Cache-Control: no-store | | false",
                "no-cache | | Cache-Control: no-cache | | false",
                "no-cache for some fields | | Cache-Control: no-cache=\"X\" | | false",
                "Set-Cookie | | Set-Cookie: a=1 | | false",
                "Set-Cookie, public | | Set-Cookie: a=1; Cache-Control: public | | false",
                "Vary: * | | Vary: * | | false",
                "Vary, none has it | | Vary: X | | true",
                "Vary, both have it | X: 1 | Vary: X | X: 1 | true",
                "Vary, it is different | X: 1 | Vary: X | X: 2 | false",
                "Vary, one has it | X: 1 | Vary: X | | false",
                "Vary, the other has it | | Vary: X | X: 1 | false",
                "Vary by two | X: 1; Y: 1 | Vary: X, Y | X: 1; Y: 2 | false",
                "other fields | X: 1 | Vary: Y | X: 2 | true",
                "Authorization | Authorization: Basic x | | Authorization: Basic x | false",
                "Authorization of the first | Authorization: Basic x | | | false",
                "Authorization of the second | | | Authorization: Basic x | false",
                "Authorization, public | Authorization: Basic x | Cache-Control: public | Authorization: Basic y | true",
                "Authorization, s-maxage | Authorization: Basic x | Cache-Control: s-maxage=60 | | false",
                "Cookie | Cookie: a=1 | | Cookie: a=1 | false",
                "Cookie of the second | | | Cookie: a=1 | false",
                "Cookie, public | Cookie: a=1 | Cache-Control: public | Cookie: a=2 | true",
                "Cookie, public, Vary | Cookie: a=1 | Cache-Control: public; Vary: Cookie | Cookie: a=2 | false",
                "no-store of the first | Cache-Control: no-store | | | false",
                "max-age that it is within | | | Cache-Control: max-age=2 | true",
                "max-age that it is not | | | Cache-Control: max-age=1 | false",
                "min-fresh that it has | | Cache-Control: max-age=60 | Cache-Control: min-fresh=58 | true",
                "min-fresh that it has not | | Cache-Control: max-age=60 | Cache-Control: min-fresh=59 | false",
                "min-fresh, nothing said | | | Cache-Control: min-fresh=1 | false"
            })
    void mayBeGiven(
            String why, @Nullable String first, @Nullable String response, @Nullable String second, boolean isGiven) {
        for (String method : List.of("GET", "HEAD")) {
            Shared<String> shared = Shared.of(exchanged(asked(method, first), 200, response), "body");
            Optional<ResponseStore.Found<String>> found =
                    shared == null ? Optional.empty() : shared.find(asked(method, second), 0);
            assertThat(found.isPresent()).as(method).isEqualTo(isGiven);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200,true",
        "203,true",
        "204,true",
        "206,false",
        "301,true",
        "302,false",
        "304,false",
        "400,false",
        "401,false",
        "404,true",
        "410,true",
        "429,false",
        "500,false",
        "503,false"
    })
    void onlyWhatWouldBeKeptIsGiven(int status, boolean isGiven) {
        assertThat(Shared.of(exchanged(asked("GET", null), status, null), "body") != null)
                .isEqualTo(isGiven);
    }

    @Test
    void answersToOtherMethodsAreNot() {
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
            assertThat(Shared.of(exchanged(asked(method, null), 200, "Cache-Control: public"), "body"))
                    .isNull();
        }
    }

    @Test
    void itGrowsOld() {
        Shared<String> shared = Shared.of(exchanged(asked("GET", null), 200, "Cache-Control: max-age=10"), "body");
        assertThat(shared).isNotNull();
        ResponseStore.Found<String> found =
                shared.find(asked("GET", null), TimeUnit.SECONDS.toNanos(7)).orElseThrow();
        assertThat(found.ageSeconds()).isEqualTo(9);
        assertThat(found.ttlSeconds()).isEqualTo(1);
        assertThat(shared.find(asked("GET", null), TimeUnit.SECONDS.toNanos(8))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | | true",
                "HEAD | | true",
                "POST | | false",
                "OPTIONS | | false",
                "GET | Authorization: Basic x | false",
                "GET | Proxy-Authorization: Basic x | false",
                "GET | Cookie: a=1 | false",
                "GET | Range: bytes=0-1 | false",
                "GET | If-Range: \"e\" | false",
                "GET | If-Match: \"e\" | false",
                "GET | If-None-Match: \"e\" | false",
                "GET | If-Modified-Since: Thu, 26 Nov 2026 12:00:00 GMT | false",
                "GET | If-Unmodified-Since: Thu, 26 Nov 2026 12:00:00 GMT | false",
                "GET | Upgrade: websocket | false",
                "GET | Cache-Control: no-cache | false",
                "GET | Cache-Control: no-store | false",
                "GET | Cache-Control: max-age=0 | true",
                "GET | X: 1 | true"
            })
    void takesPart(String method, @Nullable String request, boolean takesPart) {
        assertThat(store.alike(asked(method, request)).isPresent()).isEqualTo(takesPart);
    }

    @Test
    void whoeverAsksTakesPartInWhatIsPublic() {
        Asked known = asked("GET", "Cookie: a=1");
        offer(null, "Cache-Control: max-age=60");
        assertThat(store.alike(known)).isEmpty();
        offer(null, "Cache-Control: public, max-age=60");
        assertThat(store.alike(known)).isPresent().isNotEqualTo(store.alike(asked("GET", null)));
        assertThat(store.alike(asked("GET", "Cookie: a=1; Range: bytes=0-1"))).isEmpty();
    }

    private void offer(@Nullable String request, String response) {
        store.offer(exchanged(asked("GET", request), 200, response), "body", 4);
    }

    @Test
    void isAlikeByWhatItsResponsesAreSelectedBy() {
        Asked german = asked("GET", "Accept-Language: de; X: 1");
        Asked english = asked("GET", "Accept-Language: en; X: 1");
        Asked other = asked("GET", "Accept-Language: de; X: 2");
        assertThat(store.alike(german)).as("nothing known").isNotEqualTo(store.alike(english));
        assertThat(store.alike(german)).isEqualTo(store.alike(other));
        offer("X: 1", "Vary: X");
        assertThat(store.alike(german)).as("Vary known").isEqualTo(store.alike(english));
        assertThat(store.alike(german)).isNotEqualTo(store.alike(other));
        offer("X: 1", "X: 1");
        assertThat(store.alike(english)).as("no Vary").isEqualTo(store.alike(other));
        assertThat(store.alike(german)).isNotEqualTo(store.alike(asked("HEAD", "Accept-Language: de; X: 1")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "fresh | Cache-Control: max-age=50 | | 40 | true",
                "stale for as long as ours | Cache-Control: max-age=50 | | 148 | true",
                "and not longer | Cache-Control: max-age=50 | | 149 | false",
                "its own | Cache-Control: max-age=50, stale-while-revalidate=5 | | 53 | true",
                "and not longer than its own | Cache-Control: max-age=50, stale-while-revalidate=5 | | 54 | false",
                "its own of failures | Cache-Control: max-age=50, stale-if-error=5 | | 54 | false",
                "which is for failures | Cache-Control: max-age=50, stale-if-error=5, stale-while-revalidate=9 | | 54 | true",
                "must-revalidate | Cache-Control: max-age=50, must-revalidate | | 48 | false",
                "s-maxage | Cache-Control: s-maxage=50 | | 48 | false",
                "no-cache | Cache-Control: no-cache | | 1 | false",
                "as old as is asked for | Cache-Control: max-age=50 | Cache-Control: max-age=60 | 58 | true",
                "older than is asked for | Cache-Control: max-age=50 | Cache-Control: max-age=60 | 59 | false",
                "reload | Cache-Control: max-age=50 | Cache-Control: max-age=0 | 1 | false",
                "no-cache asked for | Cache-Control: max-age=50 | Cache-Control: no-cache | 1 | false",
                "min-fresh asked for | Cache-Control: max-age=50 | Cache-Control: min-fresh=9 | 40 | false",
                "another | Vary: X | X: 2 | 1 | false"
            })
    void mayBeGivenMeanwhile(String why, String response, @Nullable String request, long atSeconds, boolean isGiven) {
        offer(null, response);
        assertThat(store.findMeanwhile(asked("GET", request), TimeUnit.SECONDS.toNanos(atSeconds))
                        .isPresent())
                .isEqualTo(isGiven);
    }
}
