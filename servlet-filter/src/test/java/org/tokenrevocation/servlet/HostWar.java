package org.tokenrevocation.servlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.tokenrevocation.TokenRevocation;

/** An existing web application on disk into whose {@code WEB-INF/lib} somebody has dropped our JARs. */
final class HostWar {
    private static final List<String> LIBRARIES =
            List.of("jedis", "commons-pool2", "gson", "json", "slf4j-api", "jackson-", "nimbus-jose-jwt", "redis-authx");

    private HostWar() {}

    /** Writes one with the given lines in its web.xml. */
    static Path in(Path folder, boolean isMetadataComplete, String... webXmlLines) {
        try {
            Path libraries = Files.createDirectories(folder.resolve("WEB-INF/lib"));
            Files.writeString(folder.resolve("WEB-INF/web.xml"), "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\""
                    + " version=\"6.0\" metadata-complete=\"" + isMetadataComplete + "\">"
                    + String.join("\n", webXmlLines) + "</web-app>");
            addJar(TokenRevocation.class, libraries.resolve("token-revocation-core.jar"));
            addJar(TokenRevocationFilter.class, libraries.resolve("token-revocation-servlet-filter.jar"));
            for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
                String name = Path.of(entry).getFileName().toString();
                if (LIBRARIES.stream().anyMatch(name::startsWith)) {
                    Files.copy(Path.of(entry), libraries.resolve(name));
                }
            }
            return folder;
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Spring and an initializer of the host's, with its nested classes; and our JAR under a name that sorts as is wished. */
    static void addSpring(Path folder, Class<?> initializer, String nameOfOurJar) throws IOException, URISyntaxException {
        Path libraries = folder.resolve("WEB-INF/lib");
        Files.move(libraries.resolve("token-revocation-servlet-filter.jar"), libraries.resolve(nameOfOurJar));
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            String name = Path.of(entry).getFileName().toString();
            if (name.startsWith("spring-") && !name.startsWith("spring-boot") || name.startsWith("micrometer-")) {
                Files.copy(Path.of(entry), libraries.resolve(name));
            }
        }
        String path = initializer.getPackageName().replace('.', '/');
        Path classes = Path.of(initializer.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path target = Files.createDirectories(folder.resolve("WEB-INF/classes").resolve(path));
        try (Stream<Path> files = Files.list(classes.resolve(path))) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith(initializer.getSimpleName()))
                    .toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    private static void addJar(Class<?> inside, Path jar) throws IOException, URISyntaxException {
        Path source = Path.of(inside.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isRegularFile(source)) {
            Files.copy(source, jar);
            return;
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(source)) {
            files.filter(Files::isRegularFile).forEach(file -> addEntry(zip, source, file));
        }
    }

    private static void addEntry(ZipOutputStream zip, Path root, Path file) {
        try {
            zip.putNextEntry(new ZipEntry(root.relativize(file).toString()));
            Files.copy(file, zip);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
