package io.github.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.headgate.failure.FailureType;
import io.github.headgate.testing.DnsServer;
import io.github.headgate.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** The resolver of this machine, with a server of DNS and a file of hosts of the test's own. */
class SystemResolverTest {
    private static final List<Duration> PATIENCE = List.of(Duration.ofMillis(100), Duration.ofMillis(200));

    @TempDir
    Path folder;

    private final List<String> askedOfJvm = new ArrayList<>();
    private HostResolver jvm = host -> {
        throw new UnknownHostException(host + ": Name or service not known");
    };
    private final DnsServer server;

    SystemResolverTest() throws IOException {
        server = new DnsServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private HostResolver resolver(IpFamilies families, DnsSettings settings) {
        return new SystemResolver(
                new HostsFile(folder.resolve("hosts")), () -> settings, this::byJvm, families, PATIENCE);
    }

    private HostResolver resolver() {
        return resolver(IpFamilies.V4_FIRST, settings(server.address()));
    }

    private List<InetAddress> byJvm(String host) throws UnknownHostException {
        askedOfJvm.add(host);
        return jvm.resolve(host);
    }

    private static DnsSettings settings(InetSocketAddress... servers) {
        return new DnsSettings(List.of(servers), List.of(), 1);
    }

    private static List<String> addresses(HostResolver resolver, String host) throws UnknownHostException {
        return resolver.resolve(host).stream().map(InetAddress::getHostAddress).toList();
    }

    @Test
    void everyAddressOfBothFamiliesIsFoundFourFirst() throws Exception {
        server.set("orders.test", "2001:db8::1", "10.0.0.2", "10.0.0.1");
        assertThat(addresses(resolver(), "orders.test"))
                .containsExactly("10.0.0.2", "10.0.0.1", "2001:db8:0:0:0:0:0:1");
        assertThat(resolver().resolve("orders.test"))
                .as("and is not looked up for its name again")
                .allMatch(address -> address.getHostName().equals("orders.test"));
        assertThat(askedOfJvm).isEmpty();
    }

    @Test
    void theJvmIsObeyedAboutFamilies() throws Exception {
        server.set("orders.test", "10.0.0.1", "2001:db8::1");
        DnsSettings settings = settings(server.address());
        assertThat(addresses(resolver(IpFamilies.V6_FIRST, settings), "orders.test"))
                .containsExactly("2001:db8:0:0:0:0:0:1", "10.0.0.1");
        int before = server.questions().size();
        assertThat(addresses(resolver(IpFamilies.ONLY_V4, settings), "orders.test"))
                .containsExactly("10.0.0.1");
        assertThat(server.questions().subList(before, server.questions().size()))
                .containsExactly("orders.test. A udp");
    }

    @Test
    void aChangeIsSeenByTheNextLookup() throws Exception {
        HostResolver resolver = resolver();
        server.set("orders.test", "10.0.0.1");
        assertThat(addresses(resolver, "orders.test")).containsExactly("10.0.0.1");
        server.set("orders.test", "10.0.0.2", "10.0.0.3");
        assertThat(addresses(resolver, "orders.test")).containsExactly("10.0.0.2", "10.0.0.3");
        server.set("new.test", "10.0.0.4");
        assertThat(addresses(resolver, "new.test")).containsExactly("10.0.0.4");
    }

    @Test
    void aNameThatDidNotExistIsSeenByTheNextLookup() throws Exception {
        HostResolver resolver = resolver();
        assertThatThrownBy(() -> resolver.resolve("orders.test")).isInstanceOf(UnknownHostException.class);
        server.set("orders.test", "10.0.0.1");
        assertThat(addresses(resolver, "orders.test")).containsExactly("10.0.0.1");
    }

    @Test
    void aliasesAreFollowed() throws Exception {
        server.alias("orders.test", "orders.lb.test");
        server.alias("orders.lb.test", "one.test");
        server.set("one.test", "10.0.0.1", "::7");
        assertThat(addresses(resolver(), "orders.test")).containsExactly("10.0.0.1", "0:0:0:0:0:0:0:7");
    }

    @Test
    void aliasesInACircleAreNoName() {
        server.alias("orders.test", "other.test");
        server.alias("other.test", "orders.test");
        assertThatThrownBy(() -> resolver().resolve("orders.test")).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void anAnswerThatDoesNotFitIsAskedForByTcp() throws Exception {
        server.set(
                "orders.test",
                IntStream.rangeClosed(1, 100).mapToObj(i -> "10.0.0." + i).toArray(String[]::new));
        assertThat(resolver().resolve("orders.test")).hasSize(100);
        assertThat(server.questions())
                .containsExactly("orders.test. A udp", "orders.test. A tcp", "orders.test. AAAA udp");
    }

    @Test
    void aNameIsAskedForWithTheSearchListAsTheSystemDoesIt() throws Exception {
        DnsSettings settings = new DnsSettings(
                List.of(server.address()), List.of(Name.fromString("shop.test."), Name.fromString("test.")), 2);
        server.set("orders.test", "10.0.0.1");
        assertThat(addresses(resolver(IpFamilies.ONLY_V4, settings), "orders")).containsExactly("10.0.0.1");
        assertThat(server.questions()).containsExactly("orders.shop.test. A udp", "orders.test. A udp");
        server.set("a.orders.internal", "10.0.0.2");
        assertThat(addresses(resolver(IpFamilies.ONLY_V4, settings), "a.orders.internal"))
                .containsExactly("10.0.0.2");
        assertThat(server.questions()).last().isEqualTo("a.orders.internal. A udp");
        assertThat(server.questions()).hasSize(3);
    }

    @Test
    void theFileOfHostsCountsFirstAndIsReadAgain() throws Exception {
        HostResolver resolver = resolver();
        server.set("orders.test", "10.0.0.1");
        assertThat(addresses(resolver, "orders.test")).containsExactly("10.0.0.1");
        Files.writeString(
                folder.resolve("hosts"),
                "# ours: ä\n::7 Orders.test\n10.0.0.8\tother.test orders.test # 10.0.0.9 orders.test\nbad orders.test\n10.0.0.6 orders.test\n");
        assertThat(addresses(resolver, "orders.test")).containsExactly("10.0.0.8", "10.0.0.6", "0:0:0:0:0:0:0:7");
        Files.writeString(folder.resolve("hosts"), "10.0.0.5 orders.test\n");
        assertThat(addresses(resolver, "orders.test")).containsExactly("10.0.0.5");
        Files.delete(folder.resolve("hosts"));
        assertThat(addresses(resolver, "orders.test")).containsExactly("10.0.0.1");
    }

    @Test
    void localhostIsTheJvms() throws Exception {
        jvm = host -> List.of(InetAddress.getLoopbackAddress());
        server.set("localhost", "10.0.0.1");
        assertThat(addresses(resolver(), "localhost")).containsExactly("127.0.0.1");
        assertThat(addresses(resolver(), "a.localhost")).containsExactly("127.0.0.1");
        assertThat(server.questions()).isEmpty();
    }

    @Test
    void aNameThatDnsDoesNotKnowIsAskedOfTheJvm() throws Exception {
        jvm = host -> List.of(InetAddress.getByName("10.0.0.9"));
        server.set("empty.test");
        server.fail("broken.test", Type.A, Rcode.SERVFAIL);
        server.silence("silent.test", Type.A);
        HostResolver resolver = resolver();
        for (String host : List.of("unknown.test", "empty.test", "broken.test", "silent.test", "no..name")) {
            assertThat(addresses(resolver, host)).as(host).containsExactly("10.0.0.9");
        }
        assertThat(addresses(resolver(IpFamilies.V4_FIRST, settings()), "orders.test"))
                .containsExactly("10.0.0.9");
    }

    @Test
    void aNameThatDnsHasKnownIsNotAskedOfTheJvmWhoseAnswerMayBeOlder() throws Exception {
        jvm = host -> List.of(InetAddress.getByName("10.0.0.9"));
        HostResolver resolver = resolver();
        server.set("orders.test", "10.0.0.1");
        assertThat(addresses(resolver, "orders.test")).containsExactly("10.0.0.1");
        server.fail("orders.test", Type.A, Rcode.SERVFAIL);
        assertThatThrownBy(() -> resolver.resolve("orders.test"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageStartingWith("orders.test: DNS: ");
        server.recover();
        server.remove("orders.test");
        assertThatThrownBy(() -> resolver.resolve("orders.test")).hasMessage("orders.test: DNS: no such name");
        server.close();
        assertThatThrownBy(() -> resolver.resolve("orders.test")).hasMessageStartingWith("orders.test: DNS: 127.0.0.1");
        assertThat(askedOfJvm).isEmpty();
    }

    @Test
    void whatBothSaidIsToldWhenNeitherKnowsTheName() {
        assertThatThrownBy(() -> resolver().resolve("orders.test"))
                .isInstanceOf(UnknownHostException.class)
                .isNotInstanceOf(ResolverTimeoutException.class)
                .hasMessage("orders.test: DNS: no such name; JVM: orders.test: Name or service not known");
        assertThatThrownBy(() -> resolver(IpFamilies.V4_FIRST, settings()).resolve("orders.test"))
                .hasMessageStartingWith("orders.test: DNS: no server is set; JVM: ");
    }

    @Test
    void aServerThatIsSilentIsATimeoutWithinItsTime() {
        server.silence("orders.test", Type.A);
        ResolverTimeoutException timeout = catchThrowableOfType(
                ResolverTimeoutException.class, () -> resolver().resolve("orders.test"));
        assertThat(timeout.failureType()).isEqualTo(FailureType.DNS_TIMEOUT);
        assertThat(timeout)
                .hasMessageContaining(
                        "127.0.0.1 port " + server.address().getPort() + " does not answer within 100 ms");
        assertThat(server.questions()).as("and nothing else is asked").containsExactly("orders.test. A udp");
    }

    @Test
    void aServerThatHasAnsweredBeforeIsAskedTwice() throws Exception {
        HostResolver resolver = resolver(IpFamilies.ONLY_V4, settings(server.address()));
        server.set("orders.test", "10.0.0.1");
        assertThat(resolver.resolve("orders.test")).hasSize(1);
        server.silence("orders.test", Type.A);
        assertThatThrownBy(() -> resolver.resolve("orders.test"))
                .isInstanceOf(ResolverTimeoutException.class)
                .hasMessageContaining("within 200 ms");
        assertThat(server.questions()).hasSize(3);
    }

    @Test
    void theNextServerIsAskedWhenOneIsSilentFailsOrIsNotThere() throws Exception {
        try (DnsServer second = new DnsServer()) {
            InetSocketAddress refused = new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.refused());
            second.set("orders.test", "10.0.0.1");
            second.set("other.test", "10.0.0.2");
            server.fail("orders.test", Type.A, Rcode.REFUSED);
            server.silence("other.test", Type.A);
            DnsSettings settings = settings(refused, server.address(), second.address());
            assertThat(addresses(resolver(IpFamilies.ONLY_V4, settings), "orders.test"))
                    .containsExactly("10.0.0.1");
            HostResolver resolver = resolver(IpFamilies.ONLY_V4, settings);
            assertThat(addresses(resolver, "other.test")).containsExactly("10.0.0.2");
            int before = server.questions().size();
            assertThat(addresses(resolver, "other.test")).containsExactly("10.0.0.2");
            assertThat(server.questions())
                    .as("the one that answered is asked first")
                    .hasSize(before);
        }
    }

    @Test
    void whenOnlyTheOtherFamilyFailsItStaysAsItWas() throws Exception {
        HostResolver resolver = resolver();
        server.set("orders.test", "10.0.0.1", "::7");
        assertThat(resolver.resolve("orders.test")).hasSize(2);
        server.set("orders.test", "10.0.0.2", "::8");
        server.fail("orders.test", Type.AAAA, Rcode.SERVFAIL);
        assertThat(addresses(resolver, "orders.test")).containsExactly("10.0.0.2", "0:0:0:0:0:0:0:7");
        server.recover();
        server.fail("orders.test", Type.A, Rcode.SERVFAIL);
        assertThatThrownBy(() -> resolver.resolve("orders.test")).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void otherSettingsOfTheSystemAreFollowed() throws Exception {
        try (DnsServer second = new DnsServer()) {
            server.set("orders.test", "10.0.0.1");
            second.set("orders.test", "10.0.0.2");
            Deque<DnsSettings> settings =
                    new ArrayDeque<>(List.of(settings(server.address()), settings(second.address())));
            HostResolver resolver = new SystemResolver(
                    new HostsFile(folder.resolve("hosts")),
                    settings::remove,
                    this::byJvm,
                    IpFamilies.V4_FIRST,
                    PATIENCE);
            assertThat(addresses(resolver, "orders.test")).containsExactly("10.0.0.1");
            assertThat(addresses(resolver, "orders.test")).containsExactly("10.0.0.2");
        }
    }

    @Test
    void theSettingsOfThisSystemAreReadOnceAndNameServersByAddress() {
        SystemDnsSettings system = new SystemDnsSettings();
        assertThat(system.get()).isEqualTo(system.get());
        assertThat(system.get().servers()).noneMatch(InetSocketAddress::isUnresolved);
    }

    @Test
    void theResolverOfThisSystemKnowsItself() throws Exception {
        assertThat(HostResolver.system().resolve("localhost")).allMatch(InetAddress::isLoopbackAddress);
    }
}
