package io.github.headgate.examples.gateway;

import io.github.headgate.examples.gateway.demo.DemoMode;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A resilient reverse proxy: {@code java -jar gateway.jar --spring.config.additional-location=file:my.yml}. Without any
 * {@code headgate.upstreams.*} it shows what it can do.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class GatewayApplication {
    GatewayApplication() {}

    /** Starts the gateway. */
    public static void main(String[] args) {
        application().run(args);
    }

    static SpringApplication application() {
        SpringApplication application = new SpringApplication(GatewayApplication.class);
        application.addListeners(new DemoMode());
        return application;
    }
}
