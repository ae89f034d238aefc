package io.github.headgate.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.stored.Exchanged.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of RFC 9111 and RFC 5861, case by case. Times in seconds; the response is stored at 0. */
class ResponseStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String DATE = "Date: Thu, 26 Nov 2026 12:00:00 GMT";

    private final ResponseStore<String> store = new ResponseStore<>(Duration.ofSeconds(100), 1 << 20);

    private static Fields fields(String... lines) {
        return name -> Arrays.stream(lines)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    /* Written "A: 1; B: 2". */
    private static Fields split(@Nullable String text) {
        return fields(text == null ? new String[0] : text.split("; ", -1));
    }

    private static Asked asked(String method, Fields fields) {
        return new Asked(method, "", "/orders?x=1", fields);
    }

    private void offer(String method, Fields request, int status, Fields response, String body) {
        store.offer(new Exchanged(asked(method, request), status, response, 0, 0, NOW), body, body.length());
    }

    private Optional<String> find(String method, Fields request, long atSeconds) {
        return store.find(asked(method, request), TimeUnit.SECONDS.toNanos(atSeconds))
                .map(ResponseStore.Found::response);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing said: stale at once, and so long | | 100 | true",
                "and not longer | | 101 | false",
                "max-age first | Cache-Control: max-age=50 | 150 | true",
                "then as long as ours | Cache-Control: max-age=50 | 151 | false",
                "the response's own | Cache-Control: max-age=50, stale-if-error=10 | 60 | true",
                "which may be less than ours | Cache-Control: max-age=50, stale-if-error=10 | 61 | false",
                "or more | Cache-Control: stale-if-error=500 | 500 | true",
                "or nothing | Cache-Control: stale-if-error=0 | 1 | false",
                "or no number | Cache-Control: stale-if-error=soon | 1 | false",
                "of two the less | Cache-Control: stale-if-error=5, stale-if-error=500 | 6 | false",
                "in two fields | Cache-Control: max-age=50; Cache-Control: stale-if-error=10 | 61 | false",
                "in quotes | Cache-Control: stale-if-error=\"10\" | 11 | false",
                "a comma within quotes | Cache-Control: ext=\"a, no-store\", max-age=1 | 1 | true",
                "fresh, must-revalidate | Cache-Control: max-age=50, must-revalidate | 49 | true",
                "stale, must-revalidate | Cache-Control: max-age=50, must-revalidate | 50 | false",
                "stale, proxy-revalidate | Cache-Control: max-age=50, proxy-revalidate | 50 | false",
                "fresh, s-maxage | Cache-Control: s-maxage=50 | 49 | true",
                "stale, s-maxage, which means proxy-revalidate | Cache-Control: s-maxage=50 | 50 | false",
                "s-maxage before max-age | Cache-Control: s-maxage=5, max-age=50 | 6 | false",
                "no-cache | Cache-Control: no-cache | 0 | false",
                "no-cache for some fields | Cache-Control: no-cache=\"X\", max-age=9 | 0 | false",
                "no-store | Cache-Control: no-store | 0 | false",
                "private | Cache-Control: private, max-age=50 | 0 | false",
                "private for some fields | Cache-Control: private=\"X-Name\", max-age=50 | 0 | false",
                "in any case | Cache-Control: Private | 0 | false",
                "Set-Cookie | Set-Cookie: a=1 | 0 | false",
                "Set-Cookie, public | Set-Cookie: a=1; Cache-Control: public, max-age=50 | 0 | false",
                "Vary: * | Vary: * | 0 | false",
                "Expires | Expires: Thu, 26 Nov 2026 12:00:50 GMT | 150 | true",
                "and after | Expires: Thu, 26 Nov 2026 12:00:50 GMT | 151 | false",
                "Expires in the past | Expires: Thu, 26 Nov 2020 12:00:50 GMT | 100 | true",
                "Expires that is no date | Expires: 0 | 101 | false",
                "Expires, asctime | Expires: Thu Nov 26 12:00:50 2026 | 150 | true",
                "Expires, RFC 850 | Expires: Thursday, 26-Nov-26 12:00:50 GMT | 150 | true",
                "max-age before Expires | Expires: Thu, 26 Nov 2026 12:00:50 GMT; Cache-Control: max-age=5 | 106 | false",
                "Last-Modified: a tenth | Last-Modified: Thu, 26 Nov 2026 11:50:00 GMT | 160 | true",
                "and after | Last-Modified: Thu, 26 Nov 2026 11:50:00 GMT | 161 | false",
                "older than its way here | Age: 70; Cache-Control: max-age=50 | 80 | true",
                "and after | Age: 70; Cache-Control: max-age=50 | 81 | false",
                "an Age that is none | Age: old | 100 | true"
            })
    void mayBeGiven(String why, @Nullable String response, long at, boolean isGiven) {
        Fields written = split(response);
        offer(
                "GET",
                fields(),
                200,
                name -> name.equals("Date") ? List.of(DATE.substring(6)) : written.values(name),
                "body");
        assertThat(find("GET", fields(), at).isPresent()).isEqualTo(isGiven);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization | Authorization: Basic x | Cache-Control: max-age=9 | false",
                "Authorization, public | Authorization: Basic x | Cache-Control: public, max-age=9 | true",
                "Authorization, must-revalidate | Authorization: Basic x | Cache-Control: must-revalidate, max-age=9 | false",
                "Authorization, s-maxage | Authorization: Basic x | Cache-Control: s-maxage=9 | false",
                "Cookie | Cookie: a=1 | Cache-Control: max-age=9 | false",
                "Cookie, public | Cookie: a=1 | Cache-Control: public | true",
                "no-store | Cache-Control: no-store | Cache-Control: public | false",
                "nothing | X: 1 | X: 1 | true"
            })
    void isStoredOnlyIfItIsAboutNobody(String why, String request, String response, boolean isStored) {
        offer("GET", split(request), 200, split(response), "body");
        assertThat(find("GET", fields(), 0).isPresent()).isEqualTo(isStored);
    }

    @ParameterizedTest
    @CsvSource({
        "200,true",
        "203,true",
        "204,true",
        "206,false",
        "300,true",
        "301,true",
        "302,false",
        "304,false",
        "308,true",
        "400,false",
        "401,false",
        "404,true",
        "410,true",
        "429,false",
        "500,false",
        "503,false"
    })
    void onlyWhatIsGoodIsKept(int status, boolean isKept) {
        offer("GET", fields(), status, fields(), "body");
        assertThat(find("GET", fields(), 0).isPresent()).isEqualTo(isKept);
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        "Cache-Control: no-cache,10,false",
        "Cache-Control: max-age=0,10,true",
        "Cache-Control: min-fresh=5,46,false",
        "Cache-Control: min-fresh=5,45,true",
        "Cache-Control: stale-if-error=20,70,true",
        "Cache-Control: stale-if-error=20,71,false",
        "X: 1,150,true"
    })
    void theRequestHasASay(String request, long at, boolean isGiven) {
        offer("GET", fields(), 200, fields("Cache-Control: max-age=50"), "body");
        assertThat(find("GET", fields(request), at).isPresent()).isEqualTo(isGiven);
    }

    @Test
    void headIsAnsweredFromGetAndStoresNothing() {
        offer("HEAD", fields(), 200, fields(), "of head");
        assertThat(find("HEAD", fields(), 0)).isEmpty();
        offer("GET", fields(), 200, fields(), "of get");
        assertThat(find("HEAD", fields(), 0)).hasValue("of get");
        assertThat(find("POST", fields(), 0)).isEmpty();
    }

    @Test
    void otherTargetsAndHostsAreOthers() {
        offer("GET", fields(), 200, fields(), "body");
        assertThat(store.find(new Asked("GET", "", "/orders?x=2", fields()), 0)).isEmpty();
        assertThat(store.find(new Asked("GET", "other", "/orders?x=1", fields()), 0))
                .isEmpty();
    }

    @Test
    void variesByWhatItNames() {
        offer("GET", fields("Accept-Language: de", "Accept: a"), 200, fields("Vary: accept-language, Accept"), "de a");
        offer("GET", fields("Accept-Language: en", "Accept: a"), 200, fields("Vary: Accept, Accept-Language"), "en a");
        assertThat(find("GET", fields("Accept: a", "Accept-Language:  de "), 0)).hasValue("de a");
        assertThat(find("GET", fields("Accept-Language: en", "Accept: a", "X: 1"), 0))
                .hasValue("en a");
        assertThat(find("GET", fields("Accept-Language: fr", "Accept: a"), 0)).isEmpty();
        assertThat(find("GET", fields("Accept: a"), 0)).isEmpty();
        assertThat(find("GET", fields("Accept: a", "Accept-Language: d", "Accept-Language: e"), 0))
                .isEmpty();
        offer("GET", fields("X: 2"), 200, fields("Vary: X"), "by X");
        assertThat(find("GET", fields("Accept-Language: en", "Accept: a"), 0)).isEmpty();
        assertThat(find("GET", fields("X: 2"), 0)).hasValue("by X");
    }

    @Test
    void keepsSoManyVariantsAndForgetsTheOldest() {
        for (int i = 0; i < 20; i++) {
            offer("GET", fields("X: " + i), 200, fields("Vary: X"), "v" + i);
        }
        assertThat(find("GET", fields("X: 3"), 0)).isEmpty();
        assertThat(find("GET", fields("X: 4"), 0)).hasValue("v4");
        assertThat(find("GET", fields("X: 19"), 0)).hasValue("v19");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,201,false",
        "PUT,204,false",
        "DELETE,200,false",
        "PATCH,303,false",
        "POST,400,true",
        "POST,503,true",
        "OPTIONS,200,true"
    })
    void whatChangesItForgetsIt(String method, int status, boolean isKept) {
        offer("GET", fields(), 200, fields(), "body");
        offer(method, fields(), status, fields(), "");
        assertThat(find("GET", fields(), 0).isPresent()).isEqualTo(isKept);
    }

    @Test
    void whatIsNewerCounts() {
        offer("GET", fields(), 200, fields(), "old");
        offer("GET", fields(), 404, fields(), "gone");
        assertThat(find("GET", fields(), 0)).hasValue("gone");
    }

    @Test
    void tellsAgeAndStaleness() {
        offer("GET", fields(), 200, fields(DATE, "Age: 7", "Cache-Control: max-age=50"), "body");
        ResponseStore.Found<String> fresh =
                store.find(asked("GET", fields()), TimeUnit.SECONDS.toNanos(42)).orElseThrow();
        assertThat(fresh.ageSeconds()).isEqualTo(49);
        assertThat(fresh.isStale()).isFalse();
        ResponseStore.Found<String> stale =
                store.find(asked("GET", fields()), TimeUnit.SECONDS.toNanos(43)).orElseThrow();
        assertThat(stale.ageSeconds()).isEqualTo(50);
        assertThat(stale.isStale()).isTrue();
    }

    @Test
    void keepsNoMoreThanItsLimit() {
        ResponseStore<byte[]> small = new ResponseStore<>(Duration.ofSeconds(100), 100_000);
        List<Asked> asked = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Asked one = new Asked("GET", "", "/" + i, fields());
            asked.add(one);
            small.offer(new Exchanged(one, 200, fields(), 0, 0, NOW), new byte[1000], 1000);
        }
        assertThat(asked.stream().filter(one -> small.find(one, 0).isPresent()).count())
                .isBetween(10L, 100L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Basic x", "Cookie: session=7"})
    void whatOneUserGotNoOtherGets(String own) {
        for (String control :
                List.of("", "max-age=60", "s-maxage=60", "must-revalidate", "private", "no-store", "no-cache")) {
            offer("GET", fields(own), 200, fields("Cache-Control: " + control), "secret");
            for (String other : List.of("X: 1", "Authorization: Basic y", "Cookie: session=8", own)) {
                assertThat(find("GET", fields(other), 0))
                        .as("%s, %s", control, other)
                        .isEmpty();
            }
        }
    }
}
