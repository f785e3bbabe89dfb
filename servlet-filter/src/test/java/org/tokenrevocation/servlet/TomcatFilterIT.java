package org.tokenrevocation.servlet;

/** The scenario on embedded Tomcat. */
class TomcatFilterIT extends FilterScenario {
    @Override
    Host start(HostSpec spec) throws Exception {
        return TomcatHost.start(spec);
    }
}
