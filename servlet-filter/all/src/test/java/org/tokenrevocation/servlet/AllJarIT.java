package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the self-contained JAR, and that it stands alone. */
class AllJarIT {
    private static final String OURS = "org/tokenrevocation/";
    private static final List<String> OF_OPTIONAL_LIBRARIES = List.of("spring/", "micrometer/");

    @Test
    void jar_everyClass_isOursOrRelocated() throws IOException {
        try (JarFile jar = new JarFile(all().toFile())) {
            List<String> strangers = jar.stream().map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.startsWith(OURS)).toList();
            assertEquals(List.of(), strangers);
            List<String> rests = jar.stream().map(ZipEntry::getName)
                    .filter(name -> name.startsWith("META-INF/versions") || name.startsWith("META-INF/maven")
                            || name.endsWith("module-info.class") || name.endsWith(".SF") || name.endsWith(".RSA"))
                    .toList();
            assertEquals(List.of(), rests);
        }
    }

    @Test
    void jar_everyService_isAbsentOrRelocated() throws IOException {
        try (JarFile jar = new JarFile(all().toFile())) {
            List<String> services = jar.stream().map(ZipEntry::getName)
                    .filter(name -> name.startsWith("META-INF/services/") && !name.endsWith("/")).toList();
            assertTrue(services.contains("META-INF/services/jakarta.servlet.ServletContainerInitializer"));
            for (String service : services) {
                assertTrue(service.contains("jakarta.servlet") || service.contains("org.tokenrevocation.shaded"), service);
                for (String provider : text(jar, service).strip().split("\\s+")) {
                    String file = provider.replace('.', '/') + ".class";
                    assertNotNull(jar.getEntry(file), service + " names [" + provider + "], which is not inside");
                }
            }
        }
    }

    /** Spring Boot finds it by this file and by annotations, which the shrinking of all else drops. */
    @Test
    void jar_springAutoConfiguration_isWholeAndNamed() throws IOException {
        String path = "org/tokenrevocation/spring/TokenRevocationAutoConfiguration";
        try (JarFile jar = new JarFile(all().toFile())) {
            List<String> named = text(jar,
                    "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports").lines().toList();
            assertTrue(named.contains(path.replace('/', '.')), named.toString());
            for (String each : named) {
                assertNotNull(jar.getEntry(each.replace('.', '/') + ".class"), each);
            }
            assertTrue(text(jar, path + ".class").contains("Lorg/springframework/boot/autoconfigure/AutoConfiguration;"));
            assertNotNull(jar.getEntry("META-INF/additional-spring-configuration-metadata.json"));
        }
    }

    @Test
    void jar_fragmentAndManifest_areOurs() throws IOException {
        try (JarFile jar = new JarFile(all().toFile())) {
            assertEquals("org.tokenrevocation.all",
                    jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
            String fragment = text(jar, "META-INF/web-fragment.xml");
            assertTrue(fragment.contains(TokenRevocationListener.class.getName()), fragment);
        }
    }

    /**
     * Nobody else is on the path, so each class of ours that cannot be linked has lost something; those for an optional
     * library cannot be without it.
     */
    @Test
    void jar_alone_everyClassOfOursResolves() throws Exception {
        try (JarFile jar = new JarFile(all().toFile());
                URLClassLoader alone = new URLClassLoader(new URL[] {all().toUri().toURL(), servletApi()},
                        ClassLoader.getPlatformClassLoader())) {
            for (String name : jar.stream().map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.contains("/shaded/")
                            && OF_OPTIONAL_LIBRARIES.stream().noneMatch(part -> name.startsWith(OURS + part))).toList()) {
                Class<?> type = Class.forName(name.replace('/', '.').substring(0, name.length() - 6), true, alone);
                type.getDeclaredMethods();
                type.getDeclaredFields();
            }
        }
    }

    @Test
    void start_secondCoreBesideAll_isRefusedWithTheRemedy(@TempDir Path folder) throws Exception {
        Path second = Files.copy(all(), folder.resolve("token-revocation-core.jar"));
        URL[] both = {all().toUri().toURL(), second.toUri().toURL()};
        try (URLClassLoader host = new URLClassLoader(both, ClassLoader.getPlatformClassLoader())) {
            IllegalStateException refused = assertThrows(IllegalStateException.class, () -> DuplicateCoreCheck.require(host));
            assertTrue(refused.getMessage().contains("keep one"), refused.getMessage());
            assertTrue(refused.getMessage().contains("token-revocation-core.jar"), refused.getMessage());
        }
        try (URLClassLoader host = new URLClassLoader(new URL[] {both[0]}, ClassLoader.getPlatformClassLoader())) {
            DuplicateCoreCheck.require(host);
        }
    }

    private static URL servletApi() {
        return jakarta.servlet.Filter.class.getProtectionDomain().getCodeSource().getLocation();
    }

    private static String text(JarFile jar, String entry) throws IOException {
        try (InputStream bytes = jar.getInputStream(jar.getEntry(entry))) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The build names it. */
    private static Path all() {
        return Path.of(System.getProperty("all.jar"));
    }
}
