package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Documents;

/** The documents as a whole: the README is short and leads to all others, links lead somewhere, and names are those of the code. */
class DocumentsTest {
    private static final int MOST_WORDS = 900;
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern MARK = Pattern.compile("<a id=\"([^\"]+)\"");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test|Suite|Scenario))`");

    @Test
    void readme_words_atMostNineHundred() {
        int words = Documents.text(Documents.README).strip().split("\\s+").length;
        assertTrue(words <= MOST_WORDS, "words of the README: " + words);
    }

    @Test
    void readme_index_leadsToEveryDocument() throws IOException {
        Set<String> linked = new TreeSet<>();
        for (String link : links(Documents.text(Documents.README))) {
            linked.add(link.split("#")[0]);
        }
        try (Stream<Path> files = Files.list(Documents.root().resolve(Documents.FOLDER))) {
            assertEquals(List.of(), files.map(file -> Documents.FOLDER + "/" + file.getFileName())
                    .filter(file -> !linked.contains(file)).toList());
        }
    }

    @Test
    void links_relative_leadSomewhere() {
        List<String> documents = new ArrayList<>(Documents.all());
        documents.addAll(List.of(".github/SECURITY.md", ".github/CONFORMANCE.md", ".github/CONTRIBUTING.md", ".github/CHANGELOG.md"));
        List<String> broken = new ArrayList<>();
        int found = 0;
        for (String document : documents) {
            for (String link : links(Documents.text(document))) {
                found++;
                if (!leadsSomewhere(document, link)) {
                    broken.add(document + " -> " + link);
                }
            }
        }
        assertEquals(List.of(), broken);
        assertTrue(found > 100, "relative links: " + found);
    }

    @Test
    void testClasses_named_exist() throws IOException {
        Set<String> classes = new HashSet<>();
        for (String module : List.of("core", "servlet-filter", "jaxrs-resource", "sample-war")) {
            try (Stream<Path> files = Files.walk(Documents.root().resolve(module).resolve("src"))) {
                files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java"))
                        .forEach(name -> classes.add(name.substring(0, name.length() - ".java".length())));
            }
        }
        Set<String> missing = new TreeSet<>();
        for (String document : Documents.all()) {
            for (Matcher named = TEST.matcher(Documents.text(document)); named.find(); ) {
                if (!classes.contains(named.group(1))) {
                    missing.add(document + " names " + named.group(1));
                }
            }
        }
        assertEquals(Set.of(), missing);
    }

    private static List<String> links(String text) {
        return LINK.matcher(withoutBlocks(text)).results().map(link -> link.group(1))
                .filter(link -> !link.matches("[a-z]+:.*")).toList();
    }

    private static String withoutBlocks(String text) {
        return BLOCK.matcher(text).replaceAll("");
    }

    private static boolean leadsSomewhere(String document, String link) {
        String[] parts = link.split("#", 2);
        Path folder = Path.of(document).getParent();
        Path target = parts[0].isEmpty() ? Path.of(document)
                : (folder == null ? Path.of(parts[0]) : folder.resolve(parts[0])).normalize();
        return Files.exists(Documents.root().resolve(target))
                && (parts.length == 1 || marks(Documents.text(target.toString())).contains(parts[1]));
    }

    /** What can stand behind the number sign: headings as the page's renderer names them, and marks set by hand. */
    private static Set<String> marks(String text) {
        Set<String> marks = new HashSet<>();
        HEADING.matcher(withoutBlocks(text)).results().forEach(heading -> marks.add(heading.group(1).toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-')));
        MARK.matcher(text).results().forEach(mark -> marks.add(mark.group(1)));
        return marks;
    }
}
