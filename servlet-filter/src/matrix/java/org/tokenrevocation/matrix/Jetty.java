package org.tokenrevocation.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** jetty-home with one of its environments. */
final class Jetty extends Container {
    private final String environment;

    Jetty(String name, Path home, String environment) {
        super(name, home);
        this.environment = environment;
    }

    @Override
    Path deployments() {
        return work().resolve("webapps");
    }

    @Override
    void prepare(List<Path> wars) throws IOException {
        Files.createDirectories(work().resolve("start.d"));
        Files.createDirectories(work().resolve("resources"));
        Files.createDirectories(deployments());
        Files.writeString(work().resolve("start.d/matrix.ini"), "--module=http\n--module=" + environment + "-deploy\n"
                + "--module=" + environment + "-annotations\n--module=" + environment + "-websocket-jakarta\n");
        for (Path war : wars) {
            Files.copy(war, deployments().resolve(war.getFileName()));
        }
    }

    @Override
    List<String> command() {
        return List.of(java(), "-Djava.io.tmpdir=" + work(), "-jar", home().resolve("start.jar").toString(), "jetty.base=" + work(),
                "jetty.http.host=127.0.0.1", "jetty.http.port=" + port(), "jetty.deploy.scanInterval=1");
    }
}
