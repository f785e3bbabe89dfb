package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.internal.settings.Setting;

/** The README's table of settings against the code, in both directions and in order. */
class ReadmeSettingsTest {
    @Test
    void settingsTable_asInTheCode() throws IOException {
        List<String> documented = Files.readAllLines(Path.of("..", "README.md")).stream()
                .dropWhile(line -> !line.startsWith("| setting |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(ReadmeSettingsTest::withoutMeaning)
                .toList();
        List<String> coded = Setting.all().stream().map(ReadmeSettingsTest::row).toList();
        assertEquals(String.join("\n", coded), String.join("\n", documented));
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
