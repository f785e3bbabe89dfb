package org.tokenrevocation.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Payara Micro: one JAR that takes the applications on its command line. */
final class Payara extends Container {
    private List<Path> wars = List.of();

    Payara(String name, Path home) {
        super(name, home);
    }

    @Override
    boolean hasRest() {
        return true;
    }

    @Override
    Path deployments() {
        throw new UnsupportedOperationException("Payara Micro watches no folder");
    }

    @Override
    void prepare(List<Path> applications) throws IOException {
        wars = applications;
        Files.writeString(work().resolve("preboot"),
                "set configs.config.server-config.network-config.network-listeners.network-listener.http-listener"
                + ".address=127.0.0.1\nset hazelcast-config-specific-configuration.enabled=false\n");
    }

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>(List.of(java(), "-jar", HostWar.inFolder(home(), ".jar").toString(),
                "--nocluster", "--nohazelcast", "--port", String.valueOf(port()), "--prebootcommandfile",
                work().resolve("preboot").toString(), "--rootDir", work().resolve("root").toString()));
        for (Path war : wars) {
            command.add("--deploy");
            command.add(war.toString());
        }
        return command;
    }
}
