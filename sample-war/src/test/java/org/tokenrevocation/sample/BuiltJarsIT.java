package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a licence scanner finds in each JAR that is published. */
class BuiltJarsIT {
    private static final String ALL = "token-revocation-servlet-filter-all";
    private static final String SHADED = "org/tokenrevocation/shaded/";
    /** Where the classes of a library lie in the self-contained JAR, and the file with its licence. */
    private static final Map<String, String> LICENSES = Map.of("redis/clients/", "jedis", "pool2/", "commons-pool2",
            "caffeine/", "caffeine", "slf4j/", "slf4j", "jackson/core/", "jackson-core",
            "jackson/core/io/schubfach/", "schubfach", "nimbusds/", "nimbus-jose-jwt", "nimbusds/jose/shaded/gson/", "gson");
    private static final Set<String> MIT = Set.of("jedis", "slf4j", "schubfach");
    private static final long MOST_BYTES = 1_700_000;

    @ParameterizedTest
    @ValueSource(strings = {"token-revocation-core", "token-revocation-jaxrs-resource", "token-revocation-servlet-filter", ALL})
    void jar_ofOurs_holdsOurLicenceOneNoticeAndItsBillOfMaterials(String artifact) throws IOException {
        try (JarFile jar = new JarFile(jar(artifact).toFile())) {
            assertEquals(List.of("META-INF/LICENSE"), named(jar, "license"));
            assertEquals(List.of("META-INF/NOTICE"), named(jar, "notice"));
            assertTrue(text(jar, "META-INF/LICENSE").contains("Apache License"), artifact);
            assertTrue(text(jar, "META-INF/NOTICE").startsWith("Token Revocation"), artifact);
            assertEquals(List.of("META-INF/sbom/" + artifact + ".cdx.json"), files(jar, "META-INF/sbom/"));
            JsonNode bill = new ObjectMapper().readTree(text(jar, "META-INF/sbom/" + artifact + ".cdx.json"));
            assertEquals("CycloneDX", bill.path("bomFormat").asText());
            assertEquals(artifact, bill.at("/metadata/component/name").asText());
            assertEquals("Apache-2.0", bill.at("/metadata/component/licenses/0/license/id").asText());
        }
    }

    @Test
    void selfContainedJar_eachLibraryInside_hasItsLicence() throws IOException {
        try (JarFile jar = new JarFile(jar(ALL).toFile())) {
            Set<String> inside = new TreeSet<>();
            for (String name : files(jar, SHADED)) {
                inside.add(LICENSES.entrySet().stream().filter(each -> name.startsWith(SHADED + each.getKey()))
                        .max(Map.Entry.comparingByKey()).orElseThrow(() -> new AssertionError("no licence for " + name))
                        .getValue());
            }
            assertEquals(inside, files(jar, "META-INF/licenses/").stream()
                    .map(name -> name.substring("META-INF/licenses/".length()).replace(".txt", ""))
                    .collect(Collectors.toCollection(TreeSet::new)));
            for (String library : inside) {
                String text = text(jar, "META-INF/licenses/" + library + ".txt");
                assertTrue(text.contains("Copyright"), library);
                assertTrue(text.contains(MIT.contains(library) ? "Permission is hereby granted" : "Apache License, Version 2.0"),
                        library);
            }
        }
    }

    /** Schubfach and Gson have no artifact of their own: they came with Jackson and Nimbus. */
    @Test
    void selfContainedJar_eachLibraryInside_isInTheBillOfMaterials() throws IOException {
        try (JarFile jar = new JarFile(jar(ALL).toFile())) {
            JsonNode bill = new ObjectMapper().readTree(text(jar, "META-INF/sbom/" + ALL + ".cdx.json"));
            Set<String> listed = StreamSupport.stream(bill.path("components").spliterator(), false)
                    .map(component -> component.path("name").asText()).collect(Collectors.toCollection(TreeSet::new));
            assertTrue(listed.containsAll(Set.of("jedis", "commons-pool2", "caffeine", "slf4j-api", "slf4j-jdk14",
                    "jackson-core", "nimbus-jose-jwt")), listed.toString());
        }
    }

    @Test
    void selfContainedJar_size_isBounded() throws IOException {
        long bytes = Files.size(jar(ALL));
        assertTrue(bytes <= MOST_BYTES, () -> ALL + " has [" + bytes + "] bytes, at most " + MOST_BYTES + " are wanted");
    }

    /** Whoever adds the self-contained JAR adds nothing else. */
    @Test
    void selfContainedJar_pomInside_hasNoDependenciesAndNoParent() throws IOException {
        try (JarFile jar = new JarFile(jar(ALL).toFile())) {
            assertEquals(List.of(), files(jar, "META-INF/maven/"));
        }
        String pom = Files.readString(jar(ALL).resolveSibling(".flattened-pom.xml"));
        assertTrue(pom.contains("<artifactId>" + ALL + "</artifactId>"), pom);
        for (String absent : List.of("<dependencies>", "<parent>", "${")) {
            assertTrue(!pom.contains(absent), () -> absent + " in " + pom);
        }
    }

    private static List<String> named(JarFile jar, String word) {
        return jar.stream().map(ZipEntry::getName).filter(name -> name.toLowerCase(Locale.ROOT).contains(word)
                && !name.endsWith("/") && !name.endsWith(".class") && !name.startsWith("META-INF/licenses/")).toList();
    }

    private static List<String> files(JarFile jar, String folder) {
        return jar.stream().map(ZipEntry::getName).filter(name -> name.startsWith(folder) && !name.endsWith("/")).toList();
    }

    private static String text(JarFile jar, String entry) throws IOException {
        ZipEntry found = jar.getEntry(entry);
        assertNotNull(found, entry);
        try (InputStream bytes = jar.getInputStream(found)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Path jar(String artifact) {
        return artifact.equals(ALL) ? Path.of(System.getProperty("sample.all"))
                : Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                        .filter(path -> path.getFileName().toString().matches(artifact + "-\\d.*(?<!-tests)\\.jar")).findFirst()
                        .orElseThrow();
    }
}
