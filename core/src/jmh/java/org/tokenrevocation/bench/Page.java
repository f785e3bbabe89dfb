package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page as it grows, and the plots beside it. */
final class Page {
    private final Path folder;
    private final Raw raw;
    private final StringBuilder text = new StringBuilder();

    Page(Path folder, Raw raw) {
        this.folder = folder;
        this.raw = raw;
    }

    void line(String line) {
        text.append(line).append('\n');
    }

    void lines(String... lines) {
        for (String line : lines) {
            line(line);
        }
        line("");
    }

    /** A chapter's title, how to measure it again, and where and when that was done last; false if it never was. */
    boolean begin(String title, String table) throws IOException {
        lines("## " + title);
        if (!raw.has(table)) {
            lines("Not measured yet: `core/src/jmh/run " + table + "`.");
            return false;
        }
        JsonNode entry = raw.of("machine").get(table);
        lines("`core/src/jmh/run " + table + "`: " + entry.get("at").asText() + ", " + Raw.number(entry.get("seconds").asDouble())
                + " s" + (Machine.isSmoke(entry) ? ", **" + entry.get("run").asText() + "**" : "") + ". "
                + entry.get("machine").asText() + ", " + entry.get("java").asText() + ", Redis "
                + entry.get("redis").asText() + ".");
        return true;
    }

    void head(String... columns) {
        line("| " + String.join(" | ", columns) + " |");
        line("|" + "---|".repeat(columns.length));
    }

    void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    void plot(String name, String description, String svg) throws IOException {
        Files.writeString(folder.resolve(name), svg);
        lines("![" + description + "](" + name + ")");
    }

    /** What a link can lead to, at the beginning of a cell. */
    static String mark(String name) {
        return "<a id=\"" + name + "\"></a>";
    }

    void write() throws IOException {
        Files.writeString(folder.resolve("README.md"), text);
    }
}
