package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.internal.settings.Setting;
import org.tokenrevocation.testing.Documents;

/** The documents' tables of settings and their examples against the code. */
class DocumentedSettingsTest {
    private static final String SETTINGS = Documents.FOLDER + "/settings.md";

    @Test
    void settingsTables_eachSettingOnce_asInTheCode() {
        Map<String, String> documented = new TreeMap<>();
        List<String> rows = Documents.rows(SETTINGS, "| setting |");
        rows.forEach(row -> documented.put(row.split("\\|")[1].strip(), withoutMeaning(row)));
        assertEquals(rows.size(), documented.size(), "each setting stands in one table");
        Map<String, String> coded = new TreeMap<>();
        Setting.all().stream().forEach(setting -> coded.put("`" + setting.key() + "`", row(setting)));
        assertEquals(String.join("\n", coded.values()), String.join("\n", documented.values()));
    }

    /** An instance opens without Redis and without the issuer, so that bad values alone can stop it. Nobody listens at port 1. */
    @Test
    void properties_inDocuments_areTaken() {
        List<String> taken = new ArrayList<>();
        for (String document : Documents.all()) {
            for (String block : Documents.blocks(document, "properties")) {
                Settings.Builder settings = Settings.builder().set("redis-url", "redis://127.0.0.1:1");
                block.lines().filter(line -> !line.isBlank()).forEach(line -> {
                    String[] pair = line.split("=", 2);
                    settings.set(pair[0], pair[1]);
                    taken.add(pair[0]);
                });
                Settings asWritten = settings.build();
                String keys = asWritten.values().get(Setting.JWT_KEYS).replace("//issuer.example/", "//127.0.0.1:1/");
                TokenRevocation.open("documents", asWritten.toBuilder().set("redis-url", "redis://127.0.0.1:1")
                        .set("jwt-keys", keys).build()).close();
            }
        }
        assertTrue(taken.contains("revocation.jwt-keys"), "properties: " + taken);
    }

    private static String withoutMeaning(String row) {
        String[] cells = row.split("\\|");
        return cells[1].strip().replace("`", "") + " | " + cells[4].strip() + " | " + cells[5].strip();
    }

    private static String row(Setting<?> setting) {
        String value = setting.defaultValue();
        String shown = value == null ? "(required)" : value.isEmpty() ? "(empty)" : value;
        return setting.key() + " | " + shown + " | " + setting.bound();
    }
}
