package io.github.headgate.examples.gateway;

import org.apache.coyote.http11.Http11NioProtocol;

/** HTTP over an endpoint that can stop to listen without losing who has connected already. Public because Tomcat makes it. */
public final class DrainingProtocol extends Http11NioProtocol {
    /** Made by Tomcat. */
    public DrainingProtocol() {
        super(new DrainingEndpoint());
    }
}
