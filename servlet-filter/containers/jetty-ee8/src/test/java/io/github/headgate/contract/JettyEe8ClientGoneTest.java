package io.github.headgate.contract;

import io.github.headgate.servlet.ClientGoneContract;

class JettyEe8ClientGoneTest extends ClientGoneContract {
    JettyEe8ClientGoneTest() {
        super(new JettyEe8ContractTest.Jetty());
    }
}
