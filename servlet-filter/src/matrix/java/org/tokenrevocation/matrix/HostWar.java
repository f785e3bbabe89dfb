package org.tokenrevocation.matrix;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.tokenrevocation.matrix.host.Dispatches;

/** An existing web application on disk; into whose {@code WEB-INF/lib} somebody drops our JAR. Not thread-safe. */
final class HostWar {
    private static final String CLASSES = "org/tokenrevocation/matrix/host/";
    private static final Map<String, String> SERVLETS = Map.of(
            "Echo", "/api/*", "Seen", "/public/seen", "Forward", "/public/forward", "Include", "/public/include",
            "Async", "/public/async", "Failing", "/public/error", "Cross", "/public/cross",
            "Waiting", "/public/wait");
    /** What allows a forward into another application, where the default forbids it. */
    private static final Map<String, String> CROSSING = Map.of(
            "META-INF/context.xml", "<Context crossContext=\"true\"/>",
            "WEB-INF/jetty-ee10-web.xml", jettyCrossing("ee10"), "WEB-INF/jetty-ee11-web.xml", jettyCrossing("ee11"));
    private static final List<String> JERSEY = List.of("jersey-", "hk2-", "jakarta.inject", "jakarta.annotation",
            "jakarta.validation", "jakarta.ws.rs", "aopalliance", "osgi-resource", "javassist", "jakarta.activation",
            "jakarta.xml.bind");

    /** Spring's classes for Faces wake that of Payara and GlassFish, which does not start without CDI. */
    private static final String CDI = "<beans xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"4.0\""
            + " bean-discovery-mode=\"annotated\"/>";
    private static final List<String> SPRING = List.of("spring-", "micrometer-");

    private final List<Path> libraries = new ArrayList<>();
    private final Map<String, String> contextParams = new LinkedHashMap<>();
    private final Map<String, String> files = new TreeMap<>(CROSSING);
    private final StringBuilder first = new StringBuilder();
    private final StringBuilder more = new StringBuilder();
    private final List<String> subpackages = new ArrayList<>();

    /** The file that users drop in. */
    HostWar withAllJar() {
        more.append("<listener><listener-class>org.tokenrevocation.matrix.host.Guarded</listener-class></listener>");
        return withLibrary(Path.of(System.getProperty("matrix.all")));
    }

    HostWar withLibrary(Path jar) {
        libraries.add(jar);
        return this;
    }

    HostWar withLibraries(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted().forEach(libraries::add);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JAX-RS resource without its core, and an application that lists it; Jersey where the server has no stack. */
    HostWar withRest(boolean withJersey) {
        subpackages.add("rest");
        contextParams.put("revocation.endpoint", "/rest/oauth/revoke-token");
        contextParams.put("revocation.serve-endpoint", "false");
        libraries.add(onClassPath("token-revocation-jaxrs-resource"));
        if (withJersey) {
            addFromClassPath(JERSEY);
        }
        return this;
    }

    /** Spring Security with the initializer of its documentation, which wants to be in front of all filters. */
    HostWar withSpringSecurity() {
        subpackages.add("spring");
        files.put("WEB-INF/beans.xml", CDI);
        addFromClassPath(SPRING);
        return this;
    }

    private void addFromClassPath(List<String> beginnings) {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (beginnings.stream().anyMatch(Path.of(entry).getFileName().toString()::startsWith)) {
                libraries.add(Path.of(entry));
            }
        }
    }

    HostWar withClashingServlet() {
        subpackages.add("clash");
        more.append(servlet("clash.Clash", "/public/clash"));
        return this;
    }

    /** A host filter without async support in front of both doors. */
    HostWar withBlockingFilter() {
        more.append("<filter><filter-name>blocking</filter-name><filter-class>org.tokenrevocation.matrix.host."
                + "Filters$Blocking</filter-class></filter><filter-mapping><filter-name>blocking</filter-name>"
                + "<url-pattern>/oauth/*</url-pattern><url-pattern>/rest/*</url-pattern></filter-mapping>");
        return this;
    }

    HostWar withSocket() {
        subpackages.add("socket");
        return this;
    }

    HostWar withContextParam(String name, String value) {
        contextParams.put(name, value);
        return this;
    }

    /** The documents' recipe for browsers: the host's CORS filter first, then the guard, declared by hand. */
    HostWar withCorsBeforeTheGuard() {
        first.append(filter("cors", "org.tokenrevocation.matrix.host.Filters$Cors", ""))
                .append(filter("token-revocation", "org.tokenrevocation.servlet.TokenRevocationFilter",
                        "<dispatcher>REQUEST</dispatcher><dispatcher>ASYNC</dispatcher><dispatcher>FORWARD</dispatcher>"
                        + "<dispatcher>INCLUDE</dispatcher><dispatcher>ERROR</dispatcher>"));
        return this;
    }

    HostWar withLeak() {
        more.append("<listener><listener-class>org.tokenrevocation.matrix.host.Leak</listener-class></listener>");
        return this;
    }

    /** Writes it. */
    Path write(Path war) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            add(zip, "WEB-INF/web.xml", webXml().getBytes("UTF-8"));
            for (Map.Entry<String, String> file : files.entrySet()) {
                add(zip, file.getKey(), file.getValue().getBytes("UTF-8"));
            }
            Path root = Path.of(Dispatches.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            addClasses(zip, root, CLASSES);
            for (String subpackage : subpackages) {
                addClasses(zip, root, CLASSES + subpackage + "/");
            }
            for (Path library : libraries) {
                add(zip, "WEB-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
            }
            return war;
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void addClasses(ZipOutputStream zip, Path root, String folder) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                add(zip, "WEB-INF/classes/" + folder + file.getFileName(), Files.readAllBytes(file));
            }
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    private String webXml() {
        StringBuilder xml = new StringBuilder("<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"5.0\">");
        contextParams.forEach((name, value) -> xml.append("<context-param><param-name>").append(name)
                .append("</param-name><param-value>").append(value).append("</param-value></context-param>"));
        xml.append("<listener><listener-class>org.tokenrevocation.matrix.host.Life</listener-class></listener>")
                .append(first)
                .append(filter("declared", "org.tokenrevocation.matrix.host.Filters$Declared", ""));
        new TreeMap<>(SERVLETS).forEach((name, path) -> xml.append(servlet("Dispatches$" + name, path)));
        return xml.append(more)
                .append("<error-page><error-code>500</error-code><location>/api/error-page</location></error-page>")
                .append("</web-app>").toString();
    }

    private static String filter(String name, String type, String dispatchers) {
        return "<filter><filter-name>" + name + "</filter-name><filter-class>" + type + "</filter-class>"
                + "<async-supported>true</async-supported></filter><filter-mapping><filter-name>" + name
                + "</filter-name><url-pattern>/*</url-pattern>" + dispatchers + "</filter-mapping>";
    }

    private static String jettyCrossing(String environment) {
        return "<!DOCTYPE Configure PUBLIC \"-//Jetty//Configure//EN\" \"https://jetty.org/configure_10_0.dtd\">"
                + "<Configure class=\"org.eclipse.jetty." + environment + ".webapp.WebAppContext\">"
                + "<Set name=\"crossContextDispatchSupported\">true</Set></Configure>";
    }

    private static String servlet(String type, String path) {
        return "<servlet><servlet-name>" + type + "</servlet-name><servlet-class>org.tokenrevocation.matrix.host." + type
                + "</servlet-class><async-supported>true</async-supported></servlet><servlet-mapping><servlet-name>"
                + type + "</servlet-name><url-pattern>" + path + "</url-pattern></servlet-mapping>";
    }

    /** The one file of a folder whose name ends so. */
    static Path inFolder(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).findFirst()
                    .orElseThrow(() -> new IllegalStateException("No [*" + ending + "] in [" + folder + "]"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JAR of the test's own class path. */
    static Path onClassPath(String beginning) {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (path.getFileName().toString().startsWith(beginning) && !entry.endsWith("-tests.jar")) {
                return path;
            }
        }
        throw new IllegalStateException("No [" + beginning + "] on the class path; build it with the option -am");
    }
}
