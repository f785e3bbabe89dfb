package org.tokenrevocation.servlet;

import java.nio.file.Path;
import org.eclipse.jetty.ee10.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** A WAR on embedded Jetty. */
class JettyDropInIT extends DropInScenario {
    @Override
    WarHost deploy(Path war) throws Exception {
        return new Jetty(war);
    }

    private static final class Jetty implements WarHost {
        private final Server server = new Server();
        private final ServerConnector connector = new ServerConnector(server);
        private final ContextHandlerCollection contexts = new ContextHandlerCollection();
        private WebAppContext application = new WebAppContext();

        Jetty(Path war) throws Exception {
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            server.setHandler(contexts);
            application.setContextPath("/app");
            application.setWar(war.toString());
            application.addConfiguration(new AnnotationConfiguration());
            application.setThrowUnavailableOnStartupException(true);
            contexts.addHandler(application);
            try {
                server.start();
            } catch (Exception e) {
                server.stop();
                throw e;
            }
        }

        @Override
        public int port() {
            return connector.getLocalPort();
        }

        @Override
        public Class<?> load(String name) throws ClassNotFoundException {
            return application.getClassLoader().loadClass(name);
        }

        @Override
        public void undeploy() throws Exception {
            application.stop();
            contexts.removeHandler(application);
            application.destroy();
            application = null;
        }

        @Override
        public void close() {
            try {
                server.stop();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
