package io.github.headgate.examples.gateway.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All upstreams of the demo, on sockets of their own. Thread-safe. */
final class Stage implements AutoCloseable {
    private final List<OrdersInstance> orders = new ArrayList<>();
    private final Map<String, FaultyUpstream> faulty = new LinkedHashMap<>();

    private Stage() {}

    static Stage open() throws IOException {
        Stage stage = new Stage();
        for (String name : new String[] {"A", "B", "C"}) {
            stage.orders.add(OrdersInstance.start(name));
        }
        stage.faulty.put("refused", FaultyUpstream.refused());
        stage.faulty.put("blackholed", FaultyUpstream.blackholed());
        stage.faulty.put("stalled", FaultyUpstream.answering(Fault.STALL));
        stage.faulty.put("reset", FaultyUpstream.answering(Fault.RESET));
        stage.faulty.put("halfbody", FaultyUpstream.answering(Fault.HALF_BODY));
        stage.faulty.put("garbage", FaultyUpstream.answering(Fault.GARBAGE));
        stage.faulty.put("plaintext", FaultyUpstream.answering(Fault.GARBAGE).behindTls());
        return stage;
    }

    List<OrdersInstance> orders() {
        return orders;
    }

    /** By the name of the upstream, which is also the path of its route. */
    Map<String, FaultyUpstream> faulty() {
        return faulty;
    }

    @Override
    public void close() {
        orders.forEach(OrdersInstance::kill);
        faulty.values().forEach(FaultyUpstream::close);
    }
}
