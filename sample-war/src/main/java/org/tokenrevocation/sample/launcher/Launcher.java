package org.tokenrevocation.sample.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code java -jar sample-war.war}: a fleet in a box. Exit code 2 with one line on standard error for whatever the
 * caller can mend on the command line.
 */
public final class Launcher {
    private static final int WRONG_USE = 2;
    private static final int FAILED = 1;
    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    private static final String SIGNING_KEY = "sample.signing-key";

    private final AtomicReference<Nodes> nodes = new AtomicReference<>();

    private Launcher() {}

    /**
     * Runs until the process is ended.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        try {
            Options options = Options.parse(arguments);
            if (options.isHelp()) {
                System.out.println(Options.USAGE);
            } else {
                new Launcher().run(options);
            }
        } catch (Exception e) {
            System.exit(report(e, System.err));
        }
    }

    private void run(Options options) throws Exception {
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "%1$tT.%1$tL %4$s %5$s%6$s%n");
        }
        Workspace workspace = Workspace.open();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(workspace), "stop"));
        Path folder = workspace.folder();
        String redisUrl = options.redisUrl();
        Map<String, String> parameters = new HashMap<>();
        NodeUsers users = null;
        unpack(folder, redisUrl == null);
        if (redisUrl == null) {
            redisUrl = EmbeddedRedis.start(workspace);
            if (InetAddress.getByName(options.bind()).isLoopbackAddress()) {
                // Lets the page pause Redis and stop a node; only where nobody but this machine can click.
                parameters.put("sample.redis-process", String.valueOf(workspace.redisProcessId()));
                users = new NodeUsers(redisUrl);
            }
            System.out.println("Redis " + redisUrl + " (embedded, ends with this process)");
        }
        parameters.put("revocation.redis-url", redisUrl);
        parameters.put("revocation.mode", options.mode());
        boolean isKeyGiven = System.getProperty(SIGNING_KEY, System.getenv("SAMPLE_SIGNING_KEY")) != null;
        if (options.mode().equals("denylist") && !isKeyGiven) {
            parameters.put(SIGNING_KEY, FleetKey.write(folder).toString());
        }
        List<URI> addresses = start(options, parameters, users, folder);
        addresses.forEach(address -> System.out.println("Ready " + address));
        System.out.println(Story.of(addresses));
    }

    private static void unpack(Path folder, boolean isRedisWanted) throws IOException {
        try (Archive archive = Archive.open()) {
            try {
                if (isRedisWanted) {
                    archive.unpackRedis(folder.resolve("redis-server"));
                }
                archive.unpackServer(folder.resolve("server"));
                archive.unpackApplication(folder.resolve("application"));
            } catch (IOException e) {
                throw Workspace.unusable(e);
            }
        }
    }

    private List<URI> start(Options options, Map<String, String> parameters, NodeUsers users, Path folder)
            throws Exception {
        ClassLoader loader = serverLoader(folder.resolve("server"));
        Thread.currentThread().setContextClassLoader(loader);
        Nodes fleet = (Nodes) loader.loadClass("org.tokenrevocation.sample.fleet.Fleet").getConstructor().newInstance();
        nodes.set(fleet);
        List<Integer> ports = IntStream.range(0, options.nodes())
                .mapToObj(node -> options.port() == 0 ? 0 : options.port() + node)
                .toList();
        return fleet.start(
                options.bind(), ports, folder.resolve("application"), parameters, users, folder.resolve("nodes"));
    }

    private static ClassLoader serverLoader(Path folder) throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(folder.resolve("classes").toUri().toURL());
        try (Stream<Path> jars = Files.list(folder.resolve("lib"))) {
            for (Path jar : jars.sorted().toList()) {
                urls.add(jar.toUri().toURL());
            }
        }
        return new URLClassLoader("server", urls.toArray(URL[]::new), Launcher.class.getClassLoader());
    }

    private void stop(Workspace workspace) {
        try {
            Nodes fleet = nodes.get();
            if (fleet != null) {
                fleet.close();
            }
        } finally {
            workspace.close();
        }
    }

    /** The innermost of a cause that the caller can mend is what is wrong; what wraps it only says where. */
    private static int report(Throwable failure, PrintStream err) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                err.println("sample-war: " + failure.getMessage() + " (" + cause.getMessage()
                        + "); choose another --port, 0 for free ones, or another --bind");
                return WRONG_USE;
            }
            if (cause instanceof UnresolvedAddressException) {
                err.println("sample-war: the address of --bind is unknown; name one of this machine's");
                return WRONG_USE;
            }
            if (cause instanceof IllegalArgumentException) {
                err.println("sample-war: " + cause.getMessage());
                return WRONG_USE;
            }
        }
        failure.printStackTrace(err);
        return FAILED;
    }
}
