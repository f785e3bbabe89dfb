package org.tokenrevocation.servlet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** A WAR on embedded Tomcat. */
class TomcatDropInIT extends DropInScenario {
    @Override
    WarHost deploy(Path war) throws Exception {
        return new Server(war);
    }

    private static final class Server implements WarHost {
        private final Tomcat tomcat = new Tomcat();
        private Context application;

        Server(Path war) throws Exception {
            tomcat.setBaseDir(Files.createTempDirectory("tomcat-test-").toString());
            Connector connector = new Connector();
            connector.setPort(0);
            connector.setProperty("address", "127.0.0.1");
            tomcat.setConnector(connector);
            LastThrown logged = new LastThrown();
            Logger log = Logger.getLogger("org.apache.catalina");
            log.addHandler(logged);
            try {
                application = tomcat.addWebapp("/app", war.toString());
                // Jetty's WebSockets, Spring and ours lie on the tests' class path, which Tomcat takes for its own.
                application.setContainerSciFilter("org[.]eclipse[.]jetty[.]|org[.]springframework[.]|org[.]tokenrevocation[.]");
                tomcat.start();
                if (application.getState() != LifecycleState.STARTED) {
                    close();
                    throw new IllegalStateException("Tomcat did not deploy the application", logged.thrown);
                }
            } finally {
                log.removeHandler(logged);
            }
        }

        @Override
        public int port() {
            return tomcat.getConnector().getLocalPort();
        }

        @Override
        public Class<?> load(String name) throws ClassNotFoundException {
            return application.getLoader().getClassLoader().loadClass(name);
        }

        @Override
        public void undeploy() throws Exception {
            application.stop();
            tomcat.getHost().removeChild(application);
            application.destroy();
            application = null;
        }

        @Override
        public void close() {
            try {
                tomcat.stop();
                tomcat.destroy();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Tomcat tells why a deployment failed in its log only. */
    private static final class LastThrown extends Handler {
        private Throwable thrown;

        @Override
        public void publish(LogRecord entry) {
            if (entry.getThrown() != null) {
                thrown = entry.getThrown();
            }
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
