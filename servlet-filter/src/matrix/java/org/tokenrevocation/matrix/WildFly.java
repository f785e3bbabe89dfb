package org.tokenrevocation.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;

/** WildFly, stand-alone, with its deployment scanner. */
final class WildFly extends Container {
    WildFly(String name, Path home) {
        super(name, home);
    }

    @Override
    boolean hasRest() {
        return true;
    }

    @Override
    Path deployments() {
        return work().resolve("standalone/deployments");
    }

    @Override
    String logFolder() {
        return "standalone/log";
    }

    @Override
    void prepare(List<Path> wars) throws IOException {
        copy(home().resolve("standalone"), work().resolve("standalone"));
        edit(work().resolve("standalone/configuration/standalone.xml"),
                "scan-interval=\"5000\"", "scan-interval=\"500\" auto-deploy-zipped=\"false\"");
        // A thread of this pool keeps its first task, and its application with it, on its stack for as long as it lives
        // (JBoss Threads, EnhancedQueueExecutor). Here none lives longer than it has work.
        edit(work().resolve("standalone/configuration/standalone.xml"),
                "<worker name=\"default\"/>", "<worker name=\"default\" task-core-threads=\"0\" task-keepalive=\"100\"/>");
        for (Path war : wars) {
            deploy(war);
        }
    }

    @Override
    void deploy(Path war) throws IOException {
        super.deploy(war);
        Files.writeString(deployments().resolve(war.getFileName() + ".dodeploy"), "");
    }

    @Override
    void undeploy(String application) throws IOException {
        // The scanner writes the marker after the application has begun to serve, and heeds only its going away.
        Path marker = deployments().resolve(application + ".war.deployed");
        Await.until("WildFly has marked " + application, () -> Files.exists(marker));
        Files.delete(marker);
    }

    @Override
    void addTo(Map<String, String> environment) {
        environment.put("JBOSS_HOME", home().toString());
        environment.put("LAUNCH_JBOSS_IN_BACKGROUND", "true");
    }

    @Override
    List<String> command() {
        return List.of("sh", home().resolve("bin/standalone.sh").toString(),
                "-Djboss.server.base.dir=" + work().resolve("standalone"), "-b=127.0.0.1", "-bmanagement=127.0.0.1",
                "-Djboss.http.port=" + port(), "-Djboss.https.port=" + RedisServer.freePort(),
                "-Djboss.management.http.port=" + RedisServer.freePort(), "-Djboss.tx.node.id=x");
    }
}
