package org.tokenrevocation.servlet;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;

/**
 * A Tomcat in a process of its own, with as little heap as a test gives it and settings by default. Writes its port to its
 * output, then for each byte of its input the heap that is used after a collection; ends with its input.
 */
final class SilentHost {
    private static final int LONGER_THAN_THE_TEST_MILLIS = 600_000;

    private SilentHost() {}

    /** Redis' URL. */
    public static void main(String[] args) throws Exception {
        Settings settings = Settings.builder().set("redis-url", args[0]).set("effect-bound", "20ms")
                .set("founding-window", "500ms").set("serve-endpoint", "true").build();
        try (TokenRevocation instance = TokenRevocation.open("silent", settings)) {
            Connector connector = start(new GuardServlet(instance));
            System.out.println(connector.getLocalPort());
            while (System.in.read() >= 0) {
                System.gc();
                Runtime runtime = Runtime.getRuntime();
                System.out.println(runtime.totalMemory() - runtime.freeMemory() + " "
                        + instance.health().counters().get("endpoint.undelivered"));
            }
        }
        System.exit(0);
    }

    private static Connector start(Servlet door) throws IOException, LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat-test-").toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("connectionTimeout", String.valueOf(LONGER_THAN_THE_TEST_MILLIS));
        Http2Protocol http2 = new Http2Protocol();
        http2.setReadTimeout(LONGER_THAN_THE_TEST_MILLIS);
        http2.setKeepAliveTimeout(LONGER_THAN_THE_TEST_MILLIS);
        connector.addUpgradeProtocol(http2);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Wrapper wrapper = Tomcat.addServlet(context, "door", door);
        wrapper.setAsyncSupported(true);
        context.addServletMapping("/*", "door");
        tomcat.start();
        return connector;
    }
}
