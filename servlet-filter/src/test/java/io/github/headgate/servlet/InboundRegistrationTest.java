package io.github.headgate.servlet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.answer.AnswerSettings;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** The filter over JMX. */
class InboundRegistrationTest {
    private static final String TYPE = "io.github.headgate:type=Inbound,name=";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    /** Always the same. */
    private record Numbers(int number) implements InboundMXBean {
        @Override
        public int getInFlight() {
            return number;
        }

        @Override
        public int getLimit() {
            return number;
        }

        @Override
        public long getRefused() {
            return number;
        }

        @Override
        public boolean isMaintenance() {
            return true;
        }

        @Override
        public void setMaintenance(boolean isOn) {}

        @Override
        public boolean isStopping() {
            return true;
        }
    }

    @Test
    void twoOfOneNameDoNotClash() throws Exception {
        InboundRegistration first = requireNonNull(InboundRegistration.of("/twice", new Numbers(1)));
        InboundRegistration second = requireNonNull(InboundRegistration.of("/twice", new Numbers(2)));
        assertThat(first.name()).hasToString(TYPE + "\"/twice\"");
        assertThat(second.name()).hasToString(TYPE + "\"/twice#2\"");
        assertThat(server.getAttribute(first.name(), "InFlight")).isEqualTo(1);
        assertThat(server.getAttribute(second.name(), "InFlight")).isEqualTo(2);
        first.end();
        first.end();
        assertThat(server.isRegistered(first.name())).isFalse();
        assertThat(server.isRegistered(second.name())).isTrue();
        second.end();
        assertThat(server.isRegistered(second.name())).isFalse();
    }

    @Test
    void aNameMayBeAnything() {
        String odd = "/a=b,c:\"d\"*?\\e\nf";
        InboundRegistration registered = requireNonNull(InboundRegistration.of(odd, new Numbers(1)));
        assertThat(ObjectName.unquote(registered.name().getKeyProperty("name"))).isEqualTo(odd);
        assertThat(registered.name().isPattern()).isFalse();
        registered.end();
    }

    @Test
    void whatIsSeenIsWhatIs() throws Exception {
        InboundFilter filter = new InboundFilter(InboundSettings.OFF.withMaxInFlight(7), AnswerSettings.defaults());
        ObjectName name = new ObjectName(TYPE + "\"/seen\"");
        try (TestContainer container = new TestContainer("/seen")
                .filter(filter)
                .servlet("/", new TestServlet((request, response) -> response.getOutputStream()
                        .print(read(name, "InFlight") + " of " + read(name, "Limit"))))
                .start()) {
            assertThat(RawClient.get(container.port(), "/seen/").body()).isEqualTo("1 of 7");
            server.setAttribute(name, new Attribute("Maintenance", true));
            assertThat(RawClient.get(container.port(), "/seen/").status()).isEqualTo(503);
            assertThat(read(name, "Maintenance")).isEqualTo(true);
            assertThat(read(name, "Stopping")).isEqualTo(false);
            assertThat(read(name, "Refused")).isEqualTo(1L);
            server.setAttribute(name, new Attribute("Maintenance", false));
            assertThat(RawClient.get(container.port(), "/seen/").status()).isEqualTo(200);
            filter.stop(Duration.ofSeconds(20));
            assertThat(RawClient.get(container.port(), "/seen/").status()).isEqualTo(503);
            assertThat(read(name, "Stopping")).isEqualTo(true);
            assertThat(read(name, "Refused")).isEqualTo(2L);
        }
        assertThat(server.isRegistered(name)).isFalse();
    }

    private Object read(ObjectName name, String attribute) {
        try {
            return server.getAttribute(name, attribute);
        } catch (javax.management.JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
