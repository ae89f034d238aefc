package io.github.headgate.contract;

class TomcatContractTest extends ContainerContract {
    TomcatContractTest() {
        super(new TomcatContainer());
    }
}
