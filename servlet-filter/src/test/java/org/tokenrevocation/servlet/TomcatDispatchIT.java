package org.tokenrevocation.servlet;

/** The scenario on embedded Tomcat. */
class TomcatDispatchIT extends DispatchScenario {
    @Override
    Host start(HostSpec spec) throws Exception {
        return TomcatHost.start(spec);
    }
}
