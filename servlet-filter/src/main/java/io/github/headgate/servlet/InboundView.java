package io.github.headgate.servlet;

/** What is seen of a filter over JMX. Thread-safe. */
final class InboundView implements InboundMXBean {
    private final InboundFilter filter;

    InboundView(InboundFilter filter) {
        this.filter = filter;
    }

    @Override
    public int getInFlight() {
        return filter.inFlight();
    }

    @Override
    public int getLimit() {
        return filter.limit();
    }

    @Override
    public long getRefused() {
        return filter.refused();
    }

    @Override
    public boolean isMaintenance() {
        return filter.isInMaintenance();
    }

    @Override
    public void setMaintenance(boolean isOn) {
        filter.maintenance(isOn);
    }

    @Override
    public boolean isStopping() {
        return filter.isStopping();
    }
}
