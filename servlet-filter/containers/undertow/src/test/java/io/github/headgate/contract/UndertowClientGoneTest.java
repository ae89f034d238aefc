package io.github.headgate.contract;

import io.github.headgate.servlet.ClientGoneContract;

class UndertowClientGoneTest extends ClientGoneContract {
    UndertowClientGoneTest() {
        super(new UndertowContractTest.UndertowContainer());
    }
}
