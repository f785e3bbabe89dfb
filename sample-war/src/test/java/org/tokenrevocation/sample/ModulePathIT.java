package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** A modular host on the module path: with our thin JARs and all that they need, and with the self-contained one. */
class ModulePathIT {
    private static final List<String> NOT_THE_HOSTS = List.of("-tests.jar", "junit", "opentest4j", "apiguardian",
            "surefire", "embedded-redis", "jetty", "classes");
    private static final String HOST = """
            package host;
            import org.tokenrevocation.*;
            public final class Host {
                public static void main(String[] args) {
                    Settings settings = Settings.builder().set("redis-url", args[0]).set("mode", args[1])
                            .set("jwt-keys", args[2]).set("redis-timeout", "20s").set("founding-window", "500ms").build();
                    try (TokenRevocation revocation = TokenRevocation.open("host", settings)) {
                        System.out.println(revocation.verdict("issued"));
                        for (int i = 3; i < args.length; i++) {
                            System.out.println(find(args[i]).getModule().getName());
                        }
                    }
                }
                private static Class<?> find(String name) {
                    try {
                        return Class.forName(name);
                    } catch (ClassNotFoundException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void packages_ofThinJarsAndAllThatTheyNeed_eachInOneModule() {
        Map<String, List<String>> places = new TreeMap<>();
        for (ModuleReference module : ModuleFinder.of(thin().toArray(Path[]::new)).findAll()) {
            for (String each : module.descriptor().packages()) {
                places.computeIfAbsent(each, name -> new ArrayList<>()).add(module.descriptor().name());
            }
        }
        assertEquals(Map.of(), places.entrySet().stream().filter(place -> place.getValue().size() > 1)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        assertEquals(List.of("org.tokenrevocation.core"), places.get("org.tokenrevocation"));
        assertEquals(List.of("org.tokenrevocation.servlet"), places.get("org.tokenrevocation.servlet"));
        assertEquals(List.of("org.tokenrevocation.jaxrs"), places.get("org.tokenrevocation.jaxrs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessions", "denylist"})
    void host_withThinJars_works(String mode) throws Exception {
        compile("requires org.tokenrevocation.core; requires org.tokenrevocation.servlet; requires org.tokenrevocation.jaxrs;",
                thin());
        assertEquals(List.of("LIVE", "org.tokenrevocation.servlet", "org.tokenrevocation.jaxrs"),
                run(mode, thin(), "org.tokenrevocation.servlet.TokenRevocationFilter",
                        "org.tokenrevocation.jaxrs.RevokeTokenResource"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessions", "denylist"})
    void host_withSelfContainedJar_works(String mode) throws Exception {
        List<Path> all = List.of(Path.of(System.getProperty("sample.all")), jar("jakarta.servlet-api"));
        compile("requires org.tokenrevocation.all;", all);
        assertEquals(List.of("LIVE", "org.tokenrevocation.all"),
                run(mode, all, "org.tokenrevocation.servlet.TokenRevocationFilter"));
    }

    private void compile(String requires, List<Path> modules) throws IOException {
        Path host = Files.writeString(folder.resolve("Host.java"), HOST);
        Path module = Files.writeString(folder.resolve("module-info.java"), "module host { " + requires + " }");
        int result = ToolProvider.getSystemJavaCompiler().run(null, OutputStream.nullOutputStream(), null, "-p", joined(modules),
                "-d", folder.resolve("host").toString(), host.toString(), module.toString());
        assertEquals(0, result, "compiling a host that says [" + requires + "]");
    }

    /** The option is the documents': what a module without a descriptor needs, Java finds only if it is told to. */
    private List<String> run(String mode, List<Path> modules, String... classes) throws Exception {
        try (RedisServer redis = RedisServer.launch(); RedisClient jedis = redis.client()) {
            jedis.set("session:access:issued", "alice");
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-p", joined(modules) + File.pathSeparator + folder.resolve("host"),
                    "--add-modules", "ALL-MODULE-PATH", "-m", "host/host.Host", redis.url(), mode,
                    mode.equals("denylist") ? "hmac:" + "A".repeat(43) : ""));
            command.addAll(Arrays.asList(classes));
            Path errors = folder.resolve("errors");
            Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), () -> text(errors));
            return said.lines().toList();
        }
    }

    private static List<Path> thin() {
        return classPath().filter(path -> NOT_THE_HOSTS.stream().noneMatch(path.toString()::contains)).toList();
    }

    private static Path jar(String name) {
        return classPath().filter(path -> path.getFileName().toString().startsWith(name)).findFirst().orElseThrow();
    }

    private static Stream<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of);
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
