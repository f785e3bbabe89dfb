package org.tokenrevocation.sample.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The page's files, and no other: they lie in the class path beside this class. */
enum PageFile {
    INDEX("index.html", "text/html;charset=UTF-8"),
    STYLE("page.css", "text/css;charset=UTF-8"),
    SCRIPT("page.js", "text/javascript;charset=UTF-8"),
    STRIPS("strips.js", "text/javascript;charset=UTF-8"),
    RACE("race.js", "text/javascript;charset=UTF-8"),
    CURL("curl.js", "text/javascript;charset=UTF-8"),
    CARDS("cards.js", "text/javascript;charset=UTF-8"),
    HISTOGRAM("histogram.js", "text/javascript;charset=UTF-8"),
    DOM("dom.js", "text/javascript;charset=UTF-8"),
    ICON("icon.svg", "image/svg+xml");

    private final String fileName;
    private final String contentType;
    private final byte[] bytes;
    private final String tag;

    PageFile(String fileName, String contentType) {
        this.fileName = fileName;
        this.contentType = contentType;
        try (InputStream file = PageFile.class.getResourceAsStream(fileName)) {
            this.bytes = file.readAllBytes();
            this.tag = '"' + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8) + '"';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The file of this name, or null. */
    static PageFile named(String name) {
        for (PageFile file : values()) {
            if (file.fileName.equals(name)) {
                return file;
            }
        }
        return null;
    }

    String contentType() {
        return contentType;
    }

    byte[] bytes() {
        return bytes;
    }

    /** A strong entity tag (RFC 9110 section 8.8.3). */
    String tag() {
        return tag;
    }
}
