package org.tokenrevocation.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Tomcat, and TomEE, which is one. */
final class Tomcat extends Container {
    Tomcat(String name, Path home) {
        super(name, home);
    }

    @Override
    boolean hasRest() {
        return name().equals("tomee");
    }

    @Override
    Path deployments() {
        return work().resolve("webapps");
    }

    @Override
    void prepare(List<Path> wars) throws IOException {
        copy(home().resolve("conf"), work().resolve("conf"));
        for (String folder : new String[] {"webapps", "logs", "temp", "work"}) {
            Files.createDirectories(work().resolve(folder));
        }
        edit(work().resolve("conf/server.xml"), "<Server port=\"8005\"", "<Server port=\"-1\"",
                "port=\"8080\"", "address=\"127.0.0.1\" port=\"" + port() + "\"",
                "<Engine name=\"Catalina\"", "<Engine name=\"Catalina\" backgroundProcessorDelay=\"1\"");
        for (Path war : wars) {
            Files.copy(war, deployments().resolve(war.getFileName()));
        }
    }

    @Override
    void addTo(Map<String, String> environment) {
        environment.put("CATALINA_HOME", home().toString());
        environment.put("CATALINA_BASE", work().toString());
    }

    @Override
    List<String> command() {
        return List.of("sh", home().resolve("bin/catalina.sh").toString(), "run");
    }
}
