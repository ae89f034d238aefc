package io.github.headgate.contract;

import io.github.headgate.servlet.ClientGoneContract;

class JettyEe11ClientGoneTest extends ClientGoneContract {
    JettyEe11ClientGoneTest() {
        super(new JettyEe11ContractTest.Jetty());
    }
}
