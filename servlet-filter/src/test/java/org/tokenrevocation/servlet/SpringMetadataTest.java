package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What editors offer for {@code application.properties} against the README's table, which is tested against the code. */
class SpringMetadataTest {
    @Test
    void metadata_propertiesAndDefaults_asInTheTableOfSettings() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (String row : rows()) {
            String[] cells = row.split("\\|");
            String value = cells[4].strip();
            expected.put("revocation." + cells[1].strip().replace("`", ""), value.startsWith("(") ? "" : value);
        }
        expected.put("revocation.serve-endpoint", "true"); // in Spring Boot
        expected.put("revocation.enabled", "true");
        expected.put("revocation.filter-order", String.valueOf(Integer.MIN_VALUE + 2));
        Map<String, String> described = new TreeMap<>();
        JsonNode file = new ObjectMapper().readTree(
                Path.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json").toFile());
        file.get("properties").forEach(property ->
                described.put(property.get("name").asText(), property.path("defaultValue").asText()));
        assertEquals(expected, described);
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(Path.of("..", "README.md")).stream()
                .dropWhile(line -> !line.startsWith("| setting |")).skip(2).takeWhile(line -> line.startsWith("|")).toList();
    }
}
