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

    /**
     * Those among them where redeploying shows what an application leaves. Not Payara Micro, which watches no folder, and
     * not GlassFish, whose list of event listeners keeps every deployment there ever was, with our JAR and without it.
     */
    static List<String> hotNames() {
        return names().stream().filter(name -> !name.equals("payara") && !name.equals("glassfish")).toList();
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
            throw new IllegalStateException("No distribution in [" + folder + "]; add the profile of [" + name + "]");
        }
        return HostWar.inFolder(folder, "");
    }
}
