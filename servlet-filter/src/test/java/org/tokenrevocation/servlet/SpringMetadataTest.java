package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Documents;

/** What editors offer for {@code application.properties} against the documents' tables, which are tested against the code. */
class SpringMetadataTest {
    @Test
    void metadata_propertiesAndDefaults_asInTheTablesOfSettings() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (String row : Documents.rows(Documents.FOLDER + "/settings.md", "| setting |")) {
            String[] cells = row.split("\\|");
            String value = cells[4].strip();
            expected.put("revocation." + cells[1].strip().replace("`", ""), value.startsWith("(") ? "" : value);
        }
        expected.put("revocation.serve-endpoint", "true"); // in Spring Boot
        expected.put("revocation.enabled", "true");
        expected.put("revocation.filter-order", String.valueOf(Integer.MIN_VALUE + 2));
        expected.put("management.health.token-revocation.enabled", "false");
        Map<String, String> described = new TreeMap<>();
        JsonNode file = new ObjectMapper().readTree(
                Path.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json").toFile());
        file.get("properties").forEach(property ->
                described.put(property.get("name").asText(), property.path("defaultValue").asText()));
        assertEquals(expected, described);
    }
}
