package io.github.headgate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    @Nested
    class ReadingValues {
        @Test
        void givenNothing_whenSettingsAreRead_thenEachHasItsDefault() {
            SettingsReader settings = reader();

            assertThat(settings.duration("a", Duration.ofSeconds(5))).hasSeconds(5);
            assertThat(settings.duration("a")).isEmpty();
            assertThat(settings.bytes("b", 64)).isEqualTo(64);
            assertThat(settings.integer("c", 3, 1, 9)).isEqualTo(3);
            assertThat(settings.flag("d", true)).isTrue();
            assertThat(settings.text("e", "x")).isEqualTo("x");
            assertThat(settings.oneOf("f", TimeUnit.DAYS)).isEqualTo(TimeUnit.DAYS);
            assertThat(settings.texts("g", List.of("x"))).containsExactly("x");
            assertThat(settings.integers("h", Set.of(503), 400, 599)).containsExactly(503);
            assertThat(settings.under("i").text("j", "x")).isEqualTo("x");
            assertThat(settings.namesUnder("k")).isEmpty();
            assertThat(settings.items("l")).isEmpty();
            assertThat(settings.isSet("a")).isFalse();
            assertThatCode(settings::finish).doesNotThrowAnyException();
        }

        @Test
        void givenValues_whenSettingsAreRead_thenEachHasItsValue() {
            SettingsReader settings = reader(
                    "a=250ms", "b=64KB", "c=7", "d=FALSE", "e= text ", "f=micro-seconds", "g=x, y,,z", "h=502,503");

            assertThat(settings.duration("a", Duration.ZERO)).hasMillis(250);
            assertThat(settings.duration("a")).contains(Duration.ofMillis(250));
            assertThat(settings.bytes("b", 0)).isEqualTo(65536);
            assertThat(settings.integer("c", 3, 1, 9)).isEqualTo(7);
            assertThat(settings.flag("d", true)).isFalse();
            assertThat(settings.text("e", "")).isEqualTo("text");
            assertThat(settings.oneOf("f", TimeUnit.DAYS)).isEqualTo(TimeUnit.MICROSECONDS);
            assertThat(settings.texts("g", List.of())).containsExactly("x", "y", "z");
            assertThat(settings.integers("h", Set.of(), 400, 599)).containsExactly(502, 503);
            assertThat(settings.isSet("a")).isTrue();
            assertThatCode(settings::finish).doesNotThrowAnyException();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 9})
        void givenANumberAtTheEdgeOfItsRange_thenItIsWithin(int number) {
            SettingsReader settings = reader("c=" + number, "h=" + number);

            assertThat(settings.integer("c", 3, 1, 9)).isEqualTo(number);
            assertThat(settings.integers("h", Set.of(), 1, 9)).containsExactly(number);
            assertThatCode(settings::finish).doesNotThrowAnyException();
        }

        @ParameterizedTest
        @ValueSource(strings = {"attempt-timeout", "attemptTimeout", "ATTEMPT_TIMEOUT", "attempttimeout"})
        void givenANameInAnotherSpelling_whenItIsRead_thenItIsTheSameSetting(String name) {
            SettingsReader settings = reader(name + "=5s");

            assertThat(settings.duration("attempt-timeout", Duration.ZERO)).hasSeconds(5);
            assertThatCode(settings::finish).doesNotThrowAnyException();
        }

        @Test
        void givenAnEmptyListOrGroup_thenItIsEmptyAndNotTheDefault() {
            SettingsReader settings = reader("endpoints=", "statuses=", "routes=", "upstreams=", "retry=");

            assertThat(settings.texts("endpoints", List.of("x"))).isEmpty();
            assertThat(settings.integers("statuses", Set.of(503), 400, 599)).isEmpty();
            assertThat(settings.items("routes")).isEmpty();
            assertThat(settings.namesUnder("upstreams")).isEmpty();
            assertThat(settings.under("retry").integer("max-attempts", 3, 1, 9)).isEqualTo(3);
            assertThatCode(settings::finish).doesNotThrowAnyException();
        }
    }

    @Nested
    class ReadingListsAndGroups {
        @Test
        void givenAListByIndex_whenItIsRead_thenItIsInTheOrderOfTheIndexAndNotOfTheFile() {
            SettingsReader settings = reader("e[10]=k", "e[2]=c", "e[0]=a", "s[1]=503", "s[0]=502");

            assertThat(settings.texts("e", List.of())).containsExactly("a", "c", "k");
            assertThat(settings.integers("s", Set.of(), 400, 599)).containsExactly(502, 503);
            assertThatCode(settings::finish).doesNotThrowAnyException();
        }

        @Test
        void givenAListOfGroups_whenItsItemsAreRead_thenTheyAreInTheOrderOfTheIndex() {
            SettingsReader settings = reader("routes[1].path=/b", "routes[0].path=/a");

            assertThat(settings.items("routes"))
                    .extracting(item -> item.path() + " " + item.text("path", ""))
                    .containsExactly("headgate.routes[0] /a", "headgate.routes[1] /b");
            assertThatCode(settings::finish).doesNotThrowAnyException();
        }

        @Test
        void givenANameWhereAListHasAnIndex_whenItIsRead_thenItIsNoSuchSetting() {
            SettingsReader settings = reader("routes.first.path=/a");

            assertThat(settings.items("routes")).isEmpty();
            assertThat(problemsOf(settings)).extracting(Problem::key).containsExactly("headgate.routes.first.path");
        }

        @Test
        void givenNamedGroups_thenTheirNamesAreAsWritten() {
            SettingsReader settings = reader("upstreams.orders.x=1", "upstreams.[pay.ments].x=2", "upstreams.my-a.x=3");

            assertThat(settings.namesUnder("upstreams")).containsExactly("orders", "pay.ments", "my-a");
            assertThat(settings.under("upstreams").under("pay.ments").text("x", ""))
                    .isEqualTo("2");
            assertThat(settings.under("upstreams").under("orders").pathOf("x"))
                    .isEqualTo("headgate.upstreams.orders.x");
        }

        @Test
        void givenTextWhereAGroupBelongs_thenItIsAProblem() {
            SettingsReader settings = reader("upstreams=http://a", "retry=3", "routes=x");
            settings.namesUnder("upstreams");
            settings.under("retry").integer("max-attempts", 3, 1, 9);
            settings.items("routes");

            assertThat(problemsOf(settings))
                    .extracting(Problem::toString)
                    .containsExactly(
                            "headgate.upstreams = http://a (expected: a group of settings, not a value)",
                            "headgate.retry = 3 (expected: a group of settings, not a value)",
                            "headgate.routes = x (expected: a group of settings, not a value)");
        }

        @Test
        void givenAGroupWhereAValueBelongs_thenWhatIsInTheGroupIsNoSuchSetting() {
            SettingsReader settings = reader("deadline.max=5s");

            assertThat(settings.duration("deadline", Duration.ofSeconds(10))).hasSeconds(10);
            assertThat(problemsOf(settings)).extracting(Problem::key).containsExactly("headgate.deadline.max");
        }

        @Test
        void givenAKeyThatIsAValueAndAGroup_thenTheOneThatBelongsIsReadAndTheOtherIsAProblem() {
            SettingsReader settings = reader("retry=3", "retry.max-attempts=5", "deadline=5s", "deadline.x=1");

            assertThat(settings.under("retry").integer("max-attempts", 3, 1, 9)).isEqualTo(5);
            assertThat(settings.duration("deadline", Duration.ZERO)).hasSeconds(5);
            assertThat(problemsOf(settings))
                    .extracting(Problem::key)
                    .containsExactlyInAnyOrder("headgate.retry", "headgate.deadline.x");
        }
    }

    @Nested
    class FindingProblems {
        @ParameterizedTest
        @CsvSource({
            "duration, 5,     'a duration with its unit, such as 250ms, 5s or 2m'",
            "duration, '',    'a duration with its unit, such as 250ms, 5s or 2m'",
            "bytes,    64,    'a size with its unit, such as 64KB or 10MB'",
            "bytes,    '',    'a size with its unit, such as 64KB or 10MB'",
            "integer,  0,     'a whole number from 1 to 9'",
            "integer,  10,    'a whole number from 1 to 9'",
            "integer,  4.5,   'a whole number from 1 to 9'",
            "integer,  99999999999, 'a whole number from 1 to 9'",
            "integer,  '',    'a whole number from 1 to 9'",
            "flag,     yes,   'true or false'",
            "flag,     '',    'true or false'",
            "balance,  best,  'one of least-loaded, first-available'",
            "balance,  '',    'one of least-loaded, first-available'",
            "statuses, 600,   'whole numbers from 400 to 599, or ranges such as 400-599'",
            "statuses, x,     'whole numbers from 400 to 599, or ranges such as 400-599'",
        })
        void givenAValueOfTheWrongKind_thenTheProblemNamesKeyValueAndWhatWasExpected(
                String name, String value, String expected) {
            SettingsReader settings = reader(name + "=" + value);

            readAll(settings);

            assertThat(problemsOf(settings)).containsExactly(new Problem("headgate." + name, value, expected));
        }

        @Test
        void givenAValueOfTheWrongKind_thenTheDefaultIsUsedInItsPlace() {
            SettingsReader settings = reader("a=5", "c=x");

            assertThat(settings.duration("a", Duration.ofSeconds(7))).hasSeconds(7);
            assertThat(settings.duration("a")).isEmpty();
            assertThat(settings.integer("c", 3, 1, 9)).isEqualTo(3);
        }

        @Test
        void givenSeveralProblems_whenTheReadingEnds_thenOneMessageNamesThemAll() {
            SettingsReader settings =
                    reader("upstreams.orders.deadline=10", "upstreams.orders.retry.attempts=5", "expose=true");
            SettingsReader orders = settings.under("upstreams").under("orders");
            orders.duration("deadline");
            orders.under("retry").integer("max-attempts", 3, 1, 9);
            settings.problem("name", "", "a name");

            InvalidSettingsException thrown = catchThrowableOfType(InvalidSettingsException.class, settings::finish);

            assertThat(String.valueOf(thrown.getMessage()).lines())
                    .containsExactly(
                            "4 settings of Headgate are wrong:",
                            "  headgate.upstreams.orders.deadline = 10"
                                    + " (expected: a duration with its unit, such as 250ms, 5s or 2m)",
                            "  headgate.name =  (expected: a name)",
                            "  headgate.upstreams.orders.retry.attempts = 5 (expected: no such setting"
                                    + "; did you mean headgate.upstreams.orders.retry.max-attempts?)",
                            "  headgate.expose = true (expected: no such setting)");
            assertThat(thrown.problems()).hasSize(4);
        }

        @Test
        void givenOneProblem_thenTheMessageCountsOne() {
            SettingsReader settings = reader("x=1");

            assertThat(catchThrowableOfType(InvalidSettingsException.class, settings::finish))
                    .hasMessageStartingWith("1 setting of Headgate is wrong:");
        }

        @Test
        void givenNoPrefix_thenKeysAreNamedAsTheyWereGiven() {
            SettingsReader settings = SettingsReader.of("", Map.of("retry.x", "1"));
            settings.under("retry");

            assertThat(problemsOf(settings)).extracting(Problem::key).containsExactly("retry.x");
            assertThat(settings.pathOf("retry")).isEqualTo("retry");
        }
    }

    private enum Balance {
        LEAST_LOADED,
        FIRST_AVAILABLE
    }

    private static void readAll(SettingsReader settings) {
        settings.duration("duration", Duration.ZERO);
        settings.bytes("bytes", 0);
        settings.integer("integer", 3, 1, 9);
        settings.flag("flag", true);
        settings.oneOf("balance", Balance.LEAST_LOADED);
        settings.integers("statuses", Set.of(), 400, 599);
    }

    private static List<Problem> problemsOf(SettingsReader settings) {
        return catchThrowableOfType(InvalidSettingsException.class, settings::finish)
                .problems();
    }

    private static SettingsReader reader(String... lines) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            settings.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return SettingsReader.of("headgate", settings);
    }
}
