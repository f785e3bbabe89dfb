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
    String logFolder() {
        return "domain1/logs";
    }

    @Override
    void prepare(List<Path> wars) throws IOException {
        copy(home().resolve("glassfish/domains/domain1"), work().resolve("domain1"));
        Path domain = work().resolve("domain1/config/domain.xml");
        String xml = Files.readString(domain)
                .replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"")
                .replace("<network-listener port=", "<network-listener address=\"127.0.0.1\" port=")
                .replace("port=\"8080\"", "port=\"" + port() + "\"")
                .replaceAll("(?s)<jms-service.*?</jms-service>", "");
        for (String fixed : new String[] {"8181", "4848", "3700", "3820", "3920", "8686"}) {
            xml = xml.replace("port=\"" + fixed + "\"", "port=\"" + RedisServer.freePort() + "\"");
        }
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
