package io.github.headgate.servlet;

import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A filter's place in the MBean server of the JVM, under a name that no other has. Immutable. */
final class InboundRegistration {
    private static final Logger LOG = LoggerFactory.getLogger(InboundFilter.class);
    private static final String TYPE = "io.github.headgate:type=Inbound,name=";

    private final MBeanServer server;
    private final ObjectName name;

    private InboundRegistration(MBeanServer server, ObjectName name) {
        this.server = server;
        this.name = name;
    }

    /** Registers it; null, and a warning, if the JVM does not let it: requests do not depend on that. */
    static @Nullable InboundRegistration of(String name, InboundMXBean filter) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            for (int number = 1; ; number++) {
                ObjectName free = new ObjectName(TYPE + ObjectName.quote(number == 1 ? name : name + "#" + number));
                if (isRegistered(server, free, filter)) {
                    return new InboundRegistration(server, free);
                }
            }
        } catch (JMException e) {
            LOG.warn("{} cannot be seen over JMX: {}", name, e.toString());
            return null;
        }
    }

    private static boolean isRegistered(MBeanServer server, ObjectName name, InboundMXBean filter) throws JMException {
        try {
            server.registerMBean(filter, name);
            return true;
        } catch (InstanceAlreadyExistsException e) {
            return false;
        }
    }

    ObjectName name() {
        return name;
    }

    /** Takes it out again; does nothing if somebody else has. */
    void end() {
        try {
            server.unregisterMBean(name);
        } catch (JMException e) {
            LOG.debug("{} was not registered any more: {}", name, e.toString());
        }
    }
}
