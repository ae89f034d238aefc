package io.github.headgate.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;
import org.greenbytes.http.sfv.TokenItem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a parser of structured fields (RFC 8941) that is not ours reads in the field that we write (RFC 9209 §2). */
class ProxyStatusGrammarTest {
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

    @ParameterizedTest
    @EnumSource
    void everyFailureType(FailureType type) {
        Item<?> member = generated("headgate", "orders", Failure.of(type), "orders: \"x\"");

        assertThat(member).isInstanceOf(TokenItem.class);
        assertThat(member.get()).isEqualTo("headgate");
        assertThat(parameters(member))
                .isEqualTo(Map.of("error", type.token(), "next-hop", "orders", "details", "orders: \"x\""));
        assertThat(member.getParams().get("error")).isInstanceOf(TokenItem.class);
    }

    static Stream<String> strange() {
        return Stream.of(
                "2nd",
                "a b",
                "a, b; error=x",
                "\"",
                "\\",
                "a\\\"b\\",
                "=",
                ";",
                "a\tb",
                "a\r\nSet-Cookie: x=1",
                "\u0000\u001f\u007f",
                "bestellungen-\u00fc",
                "\u6ce8\u6587",
                "\ud83d\ude00",
                "\ud83d",
                "*",
                "http://10.0.0.11:80/x?y",
                "[2001:db8::1]",
                "x".repeat(2000));
    }

    @ParameterizedTest
    @MethodSource("strange")
    void strangeNamesAndDetails(String text) {
        String ascii = text.chars()
                .map(c -> c >= ' ' && c <= '~' ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        Item<?> member = generated(text, text, Failure.of(FailureType.DNS_ERROR), text);

        assertThat(member.get()).isEqualTo(ascii);
        assertThat(parameters(member))
                .isEqualTo(Map.of(
                        "error",
                        "dns_error",
                        "next-hop",
                        ascii,
                        "details",
                        ascii.substring(0, Math.min(ascii.length(), 512))));
        assertThat(member.getParams().get("details")).isInstanceOf(StringItem.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 418, 503, 599})
    void aStatusThatWasReceived(int status) {
        Item<?> passed = member(ProxyStatus.received("my gateway", status));
        Item<?> replaced = member(field("my gateway", Fault.received("orders", status, null, List.of())));

        for (Item<?> member : List.of(passed, replaced)) {
            assertThat(member.get()).isEqualTo("my gateway");
            assertThat(parameters(member)).isEqualTo(Map.of("received-status", (long) status));
            assertThat(member.getParams().get("received-status")).isInstanceOf(IntegerItem.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 408})
    void aRefusal(int status) {
        Item<?> member = member(field("headgate", Fault.refusal(status, "No, \"never\"")));

        assertThat(parameters(member)).isEqualTo(Map.of("error", "http_request_error"));
    }

    private static Item<?> generated(String name, String upstream, Failure failure, @Nullable String details) {
        return member(field(name, Fault.of(upstream, failure, details)));
    }

    private static String field(String name, Fault fault) {
        AnswerSettings settings = AnswerSettings.defaults().withName(name).withDetailsExposed();
        Answer answer = new Answers(settings, NOON).to(new CallerRequest("GET", "/", null, "r-1"), fault);
        List<Header> fields = answer.headers().stream()
                .filter(header -> header.name().equals("Proxy-Status"))
                .toList();
        assertThat(fields).hasSize(1);
        return fields.get(0).value();
    }

    private static Item<?> member(String field) {
        List<?> members = Parser.parseList(field).get();
        assertThat(members).hasSize(1);
        return (Item<?>) members.get(0);
    }

    private static Map<String, Object> parameters(Item<?> member) {
        Map<String, Object> values = new TreeMap<>();
        member.getParams().forEach((name, value) -> values.put(name, value.get()));
        return values;
    }
}
