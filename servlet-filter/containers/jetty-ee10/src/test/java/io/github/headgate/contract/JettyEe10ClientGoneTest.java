package io.github.headgate.contract;

import io.github.headgate.servlet.ClientGoneContract;

class JettyEe10ClientGoneTest extends ClientGoneContract {
    JettyEe10ClientGoneTest() {
        super(new JettyEe10ContractTest.Jetty());
    }
}
