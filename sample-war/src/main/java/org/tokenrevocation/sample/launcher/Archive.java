package org.tokenrevocation.sample.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** This WAR's own file. What a container must not see lies under {@code WEB-INF/launcher}. For one thread. */
final class Archive implements AutoCloseable {
    private static final String LAUNCHER = "WEB-INF/launcher/";
    private static final String REDIS = LAUNCHER + "redis/";
    private static final String OURSELVES = Archive.class.getPackageName().replace('.', '/') + "/";

    private final ZipFile file;

    private Archive(ZipFile file) {
        this.file = file;
    }

    static Archive open() throws IOException {
        try {
            return new Archive(new ZipFile(
                    Path.of(Archive.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toFile()));
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Unpacks this platform's {@code redis-server}. */
    void unpackRedis(Path target) throws IOException {
        String ending = EmbeddedRedis.platform();
        ZipEntry entry = file.stream()
                .filter(candidate -> candidate.getName().startsWith(REDIS) && candidate.getName().endsWith(ending))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No embedded Redis for this platform [" + ending
                        + "]; start a Redis yourself and name it with --redis-url"));
        unpack(entry, target);
        if (!target.toFile().setExecutable(true)) {
            throw new IOException("Cannot make [" + target + "] executable");
        }
    }

    /** Unpacks the server's classes and JARs. */
    void unpackServer(Path folder) throws IOException {
        unpack(folder, LAUNCHER, name -> name.startsWith(LAUNCHER) && !name.startsWith(REDIS));
    }

    /** Unpacks what a container would deploy: neither the launcher at the root nor what it keeps for itself. */
    void unpackApplication(Path folder) throws IOException {
        unpack(folder, "", name ->
                !name.startsWith(LAUNCHER) && !name.startsWith(OURSELVES) && !name.startsWith("META-INF/"));
    }

    private void unpack(Path folder, String prefix, Predicate<String> isWanted) throws IOException {
        for (ZipEntry entry : file.stream().filter(candidate -> isWanted.test(candidate.getName())).toList()) {
            Path target = folder.resolve(entry.getName().substring(prefix.length())).normalize();
            if (!target.startsWith(folder)) {
                throw new IOException("Entry [" + entry.getName() + "] leads out of its folder");
            }
            if (!entry.isDirectory()) {
                Files.createDirectories(target.getParent());
                unpack(entry, target);
            }
        }
    }

    private void unpack(ZipEntry entry, Path target) throws IOException {
        try (InputStream bytes = file.getInputStream(entry)) {
            Files.copy(bytes, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
