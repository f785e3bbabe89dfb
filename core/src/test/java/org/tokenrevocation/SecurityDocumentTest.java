package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SECURITY.md and CONFORMANCE.md name the tests that prove what they say; they must exist. */
class SecurityDocumentTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

    @ParameterizedTest
    @ValueSource(strings = {"SECURITY.md", "CONFORMANCE.md"})
    void document_namedTests_exist(String name) throws IOException {
        String document = Files.readString(ROOT.resolve(".github").resolve(name));
        Map<String, String> sources = sources();
        int named = 0;
        for (Matcher match = NAMED.matcher(document); match.find(); ) {
            String source = sources.get(match.group(1) + ".java");
            assertTrue(source != null, "no test class " + match.group(1));
            assertTrue(Pattern.compile("void " + match.group(2) + "\\(").matcher(source).find(), "no " + match.group());
            named++;
        }
        assertTrue(named > 20, "named tests: " + named);
    }

    @Test
    void document_everyDefence_namesATest() throws IOException {
        String defences = Files.readString(ROOT.resolve(".github/SECURITY.md")).split("## What we")[1];
        List<String> without = defences.lines().filter(line -> line.startsWith("| ") && !line.startsWith("| threat"))
                .filter(line -> !NAMED.matcher(line).find()).toList();
        assertEquals(List.of(), without);
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String module : List.of("core", "servlet-filter", "jaxrs-resource", "sample-war")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    sources.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
        return sources;
    }
}
