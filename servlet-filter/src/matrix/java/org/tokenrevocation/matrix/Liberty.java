package org.tokenrevocation.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Open Liberty with the EE 10 web profile and a server folder of its own. */
final class Liberty extends Container {
    Liberty(String name, Path home) {
        super(name, home);
    }

    @Override
    boolean hasRest() {
        return true;
    }

    @Override
    Path deployments() {
        return work().resolve("servers/matrix/dropins");
    }

    @Override
    String logFolder() {
        return "servers/matrix/logs";
    }

    @Override
    void prepare(List<Path> wars) throws IOException {
        Files.createDirectories(deployments());
        Files.writeString(work().resolve("servers/matrix/server.xml"), "<server><featureManager><feature>"
                + "webProfile-10.0</feature></featureManager><httpEndpoint id=\"defaultHttpEndpoint\" host=\"127.0.0.1\""
                + " httpPort=\"" + port() + "\" httpsPort=\"-1\"/><applicationMonitor pollingRate=\"500ms\"/></server>");
        for (Path war : wars) {
            deploy(war);
        }
    }

    @Override
    void addTo(Map<String, String> environment) {
        environment.put("WLP_USER_DIR", work().toString());
    }

    @Override
    List<String> command() {
        return List.of("sh", home().resolve("bin/server").toString(), "run", "matrix");
    }
}
