package io.github.headgate.contract;

import io.github.headgate.servlet.ClientGoneContract;

class TomcatClientGoneTest extends ClientGoneContract {
    TomcatClientGoneTest() {
        super(new TomcatContainer());
    }
}
