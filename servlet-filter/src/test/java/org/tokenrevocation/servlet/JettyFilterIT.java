package org.tokenrevocation.servlet;

/** The scenario on embedded Jetty. */
class JettyFilterIT extends FilterScenario {
    @Override
    Host start(HostSpec spec) throws Exception {
        return JettyHost.start(spec);
    }
}
