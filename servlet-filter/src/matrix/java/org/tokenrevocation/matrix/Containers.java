package org.tokenrevocation.matrix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The servers that this run asks for: system property {@code matrix.servers}, a comma list. */
final class Containers {
    private static final Path DISTRIBUTIONS = Path.of(System.getProperty("matrix.distributions"));

    private Containers() {}

    static List<String> names() {
        return Arrays.stream(System.getProperty("matrix.servers").split(",")).map(String::strip)
                .filter(name -> !name.isEmpty()).toList();
    }

    /** Those among them that take applications while they run. Payara Micro watches no folder. */
    static List<String> hotNames() {
        return names().stream().filter(name -> !name.equals("payara")).toList();
    }

    /** Those that keep every deployment there ever was, whatever is in it. */
    static List<String> keepers() {
        return List.of("glassfish");
    }

    /** Those on which the WAR with Spring Security's initializer has not been shown yet; the documents say so. */
    static List<String> withoutSpring() {
        return List.of("payara", "glassfish");
    }

    /** Those without class loading of their own rank. */
    static List<String> plainNames() {
        return names().stream().filter(name -> name.startsWith("tomcat") || name.startsWith("jetty")).toList();
    }

    static Container of(String name) {
        return switch (name) {
            case "tomcat10", "tomcat11", "tomee" -> new Tomcat(name, distribution(name));
            case "jetty-ee10", "jetty-ee11" ->
                new Jetty(name, distribution("jetty"), name.substring("jetty-".length()));
            case "wildfly" -> new WildFly(name, distribution(name));
            case "payara" -> new Payara(name, DISTRIBUTIONS.resolve("payara"));
            case "liberty" -> new Liberty(name, distribution(name));
            case "glassfish" -> new GlassFish(name, distribution(name));
            default -> throw new IllegalArgumentException("Unknown server [" + name + "] in matrix.servers");
        };
    }

    /** The only folder in the unpacked archive. */
    private static Path distribution(String name) {
        Path folder = DISTRIBUTIONS.resolve(name);
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException("No distribution in [" + folder + "]; fetch it with -Dwithout." + name + "=false");
        }
        return HostWar.inFolder(folder, "");
    }
}
