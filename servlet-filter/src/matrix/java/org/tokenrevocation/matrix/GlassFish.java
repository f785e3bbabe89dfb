package org.tokenrevocation.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tokenrevocation.testing.RedisServer;

/** GlassFish with a domain of its own and its folder for automatic deployment. */
final class GlassFish extends Container {
    GlassFish(String name, Path home) {
        super(name, home);
    }

    @Override
    boolean hasRest() {
        return true;
    }

    @Override
    Path deployments() {
        return work().resolve("domain1/autodeploy");
    }

    @Override
    void prepare(List<Path> wars) throws IOException {
        copy(home().resolve("glassfish/domains/domain1"), work().resolve("domain1"));
        Path domain = work().resolve("domain1/config/domain.xml");
        String xml = Files.readString(domain)
                .replaceAll("<network-listener ", "<network-listener address=\"127.0.0.1\" ")
                .replace("port=\"8080\"", "port=\"" + port() + "\"")
                .replace("port=\"8181\"", "port=\"" + RedisServer.freePort() + "\"")
                .replace("port=\"4848\"", "port=\"" + RedisServer.freePort() + "\"")
                .replaceAll("(?s)<jms-service.*?</jms-service>", "");
        Files.writeString(domain, xml);
        Files.createDirectories(deployments());
        for (Path war : wars) {
            deploy(war);
        }
    }

    @Override
    List<String> command() {
        return List.of("sh", home().resolve("glassfish/bin/asadmin").toString(), "start-domain", "--verbose",
                "--domaindir", work().toString(), "domain1");
    }
}
