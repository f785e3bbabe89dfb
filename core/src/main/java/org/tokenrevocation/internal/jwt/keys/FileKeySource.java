package org.tokenrevocation.internal.jwt.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Keys in a file. It is read again when its time, size or identity has changed, and whenever a token is not of a key at
 * hand (a change within the resolution of file times); the same bytes are not parsed twice.
 */
public final class FileKeySource implements KeySource {
    /** The largest file. */
    public static final int MAX_BYTES = 1 << 20;

    private final Path path;
    private final Parser parser;
    private final boolean namesKeys;
    private final KeyRing ring;
    private Stamp stamp;
    private byte[] content;

    /** Bytes to keys. */
    @FunctionalInterface
    public interface Parser {
        List<JoseKey> parse(byte[] content) throws KeysUnavailableException;
    }

    /**
     * Reads the file.
     *
     * @throws KeysUnavailableException if it cannot be read or holds no key that can be used
     */
    public FileKeySource(Path path, Parser parser, boolean namesKeys, KeyRing ring) throws KeysUnavailableException {
        this.path = path;
        this.parser = parser;
        this.namesKeys = namesKeys;
        this.ring = ring;
        read();
        if (ring.view(true).keys().stream().noneMatch(JoseKey::isUsable)) {
            throw new KeysUnavailableException("no key that this platform can use");
        }
    }

    @Override
    public synchronized KeyRing.View known() {
        return ring.view(isUpToDate());
    }

    /** Whether what is at hand is what the file holds. If not, newer() meets the same trouble and reports it. */
    private boolean isUpToDate() {
        try {
            if (!Stamp.of(path).equals(stamp)) {
                read();
            }
            return true;
        } catch (IOException | KeysUnavailableException e) {
            return false;
        }
    }

    @Override
    public synchronized KeyRing.View newer(KeyRing.View seen, Deadline deadline) throws KeysUnavailableException {
        read();
        return ring.view(true);
    }

    @Override
    public synchronized long version() {
        return isUpToDate() ? ring.version() : UNKNOWN_VERSION;
    }

    @Override
    public boolean namesKeys() {
        return namesKeys;
    }

    @Override
    public boolean holdsSecrets() {
        return true;
    }

    @Override
    public void close() {
        // Nothing is open between two calls.
    }

    private void read() throws KeysUnavailableException {
        try {
            Stamp before = Stamp.of(path);
            byte[] bytes = bytes();
            if (bytes.length > MAX_BYTES) {
                throw new KeysUnavailableException("a file of more than " + MAX_BYTES + " bytes");
            }
            ring.replace(Arrays.equals(bytes, content) ? ring.current() : parser.parse(bytes), System.nanoTime());
            content = bytes;
            stamp = before;
        } catch (IOException e) {
            throw new KeysUnavailableException("a file that cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private byte[] bytes() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    private record Stamp(FileTime time, long size, Object identity) {
        static Stamp of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size(),
                    Objects.requireNonNullElse(attributes.fileKey(), ""));
        }

        /** By hand: in JDK 17 a generated one leaves this class, and so an undeployed application, in a static of the JDK. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Stamp that && size == that.size && time.equals(that.time)
                    && identity.equals(that.identity);
        }

        @Override
        public int hashCode() {
            return Objects.hash(time, size, identity);
        }
    }
}
