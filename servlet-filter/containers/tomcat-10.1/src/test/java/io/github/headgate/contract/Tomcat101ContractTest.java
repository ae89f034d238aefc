package io.github.headgate.contract;

class Tomcat101ContractTest extends ContainerContract {
    Tomcat101ContractTest() {
        super(new TomcatContainer());
    }
}
