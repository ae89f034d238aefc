package io.github.headgate.examples.gateway.demo;

import io.github.headgate.Headgate;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/** Plays the scene once the gateway takes calls, prints what came of it, and shows where to look further. */
final class Performance implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {
    static final String FAILURE_LOG = "io.github.headgate.failures";

    private final Stage stage;
    private final Attempts attempts;
    private final ApplicationContext context;
    private volatile List<String> played = List.of();

    Performance(Stage stage, Attempts attempts, ApplicationContext context) {
        this.stage = stage;
        this.attempts = attempts;
        this.context = context;
    }

    /** The table; empty before it was played. */
    List<String> played() {
        return played;
    }

    @Override
    public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
        if (event.getState() != ReadinessState.ACCEPTING_TRAFFIC) {
            return;
        }
        // it may hear of this later than we do, and health would say until then that the gateway is not ready
        context.getBean(ApplicationAvailabilityBean.class).onApplicationEvent(event);
        try {
            run();
        } catch (IOException e) {
            throw new UncheckedIOException("the gateway did not answer the demo", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() throws IOException, InterruptedException {
        WebServerApplicationContext web = (WebServerApplicationContext) context;
        Caller caller = new Caller(Objects.requireNonNull(web.getWebServer()).getPort());
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println();
        out.println(
                "Headgate demo: no headgate.upstreams.* is set, so three instances of \"orders\" and some upstreams");
        out.println("that fail were started in this process, on sockets of their own. A caller now sends " + Scene.CALLS
                + " GETs per act");
        out.println("through this gateway; everything below is measured. For the demo, timeouts are short: connect "
                + DemoSettings.CONNECT_TIMEOUT + ",");
        out.println("attempt " + DemoSettings.ATTEMPT_TIMEOUT + ", deadline " + DemoSettings.DEADLINE + ", ejected for "
                + DemoSettings.OPEN_FOR + " at first.");
        out.println();
        Headgate headgate = context.getBean(Headgate.class);
        for (int round = 1; round <= rounds(); round++) {
            Table table = new Scene(stage.orders(), caller, attempts, headgate).play();
            played = table.lines();
            played.forEach(out::println);
            out.println();
        }
        new Signposts(stage, caller).lines().forEach(out::println);
        context.getBean(LoggingSystem.class).setLogLevel(FAILURE_LOG, LogLevel.WARN);
    }

    /* How often it is played. */
    private int rounds() {
        return context.getEnvironment().getProperty("demo.rounds", Integer.class, 1);
    }
}
