package org.tokenrevocation.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** README.md and what lies in .github/docs, found from the folder of any module, for the tests that hold them to the code. */
public final class Documents {
    /** Relative to {@link #root()}. */
    public static final String README = "README.md";

    /** The folder of the other documents, relative to {@link #root()}. */
    public static final String FOLDER = ".github/docs";

    private Documents() {}

    /** The folder of the whole project. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(FOLDER))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("No folder above [" + Path.of("").toAbsolutePath() + "] holds [" + FOLDER + "]");
            }
        }
        return folder;
    }

    /** The README and all of {@link #FOLDER} that is Markdown, as paths relative to {@link #root()}. */
    public static List<String> all() {
        List<String> all = new ArrayList<>(List.of(README));
        try (Stream<Path> files = Files.list(root().resolve(FOLDER))) {
            files.map(file -> FOLDER + "/" + file.getFileName()).filter(file -> file.endsWith(".md")).sorted().forEach(all::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** The text of one. */
    public static String text(String path) {
        try {
            return Files.readString(root().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks of code in one language. */
    public static List<String> blocks(String path, String language) {
        List<String> blocks = new ArrayList<>();
        Matcher block = Pattern.compile("(?m)^```" + language + "\n(.*?)^```", Pattern.DOTALL).matcher(text(path));
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    /** The rows of all tables whose heading begins so, in order. */
    public static List<String> rows(String path, String heading) {
        List<String> rows = new ArrayList<>();
        boolean isInside = false;
        for (String line : text(path).lines().toList()) {
            boolean isHeading = line.startsWith(heading);
            isInside = isHeading || isInside && line.startsWith("|");
            if (isInside && !isHeading && !line.startsWith("|---")) {
                rows.add(line);
            }
        }
        return rows;
    }
}
