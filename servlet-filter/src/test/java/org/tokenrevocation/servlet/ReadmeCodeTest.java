package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's code for hosts that register the guard themselves is quoted from tests that run it. */
class ReadmeCodeTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void readme_inYourOwnCode_everyBlockIsPartOfATest() throws IOException {
        String section = Files.readString(Path.of("..", "README.md")).split("\n## In your own code\n")[1].split("\n## ")[0];
        String sources = packed(sources(Path.of("src/applications")) + sources(Path.of("src/test/java")));
        List<String> foreign = new ArrayList<>();
        int quoted = 0;
        for (Matcher block = BLOCK.matcher(section); block.find(); quoted++) {
            if (!sources.contains(packed(block.group(1)))) {
                foreign.add(block.group(1));
            }
        }
        assertTrue(quoted >= 5, "blocks of code: " + quoted);
        assertEquals(List.of(), foreign);
    }

    private static String packed(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static String sources(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
