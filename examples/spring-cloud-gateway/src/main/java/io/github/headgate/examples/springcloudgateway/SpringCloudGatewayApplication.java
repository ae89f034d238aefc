package io.github.headgate.examples.springcloudgateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Nothing but Spring Cloud Gateway: what Headgate adds stands in {@code application.yml}. */
@SpringBootApplication(proxyBeanMethods = false)
public class SpringCloudGatewayApplication {
    SpringCloudGatewayApplication() {}

    /** Starts the gateway on port 8080. */
    public static void main(String[] args) {
        SpringApplication.run(SpringCloudGatewayApplication.class, args);
    }
}
