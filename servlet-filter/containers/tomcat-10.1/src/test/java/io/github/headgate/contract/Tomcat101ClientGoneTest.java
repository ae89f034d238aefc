package io.github.headgate.contract;

import io.github.headgate.servlet.ClientGoneContract;

class Tomcat101ClientGoneTest extends ClientGoneContract {
    Tomcat101ClientGoneTest() {
        super(new TomcatContainer());
    }
}
