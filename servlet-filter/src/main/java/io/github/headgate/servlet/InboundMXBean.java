package io.github.headgate.servlet;

/**
 * An {@link InboundFilter} over JMX, as {@code io.github.headgate:type=Inbound,name="…"}: there from its start to its end. The name, quoted, is
 * the path of the web application, or, at the root, {@code headgate.name}; a number follows where another in the JVM has it already.
 */
public interface InboundMXBean {
    /** How many requests are under way. */
    int getInFlight();

    /** How many may be under way at present; 0 if there is no limit. */
    int getLimit();

    /** How many requests were refused since the start: too many, in maintenance, or stopping. */
    long getRefused();

    /** Whether no request is taken because of maintenance, by hand or by its file. */
    boolean isMaintenance();

    /** Begins or ends maintenance by hand; it lasts while this, or the file, says so. */
    void setMaintenance(boolean isOn);

    /** Whether no request is taken because the application stops. */
    boolean isStopping();
}
