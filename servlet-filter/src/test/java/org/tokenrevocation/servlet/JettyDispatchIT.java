package org.tokenrevocation.servlet;

/** The scenario on embedded Jetty. */
class JettyDispatchIT extends DispatchScenario {
    @Override
    Host start(HostSpec spec) throws Exception {
        return JettyHost.start(spec);
    }
}
