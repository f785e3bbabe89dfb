package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import org.tokenrevocation.testing.TcpProxy;
import redis.clients.jedis.RedisClient;

/** {@code rediss://}: only a trusted certificate of the very host will do. TLS ends in a proxy in front of Redis. */
class TlsIT {
    private static final String STORE_PASSWORD = "changeit";

    @TempDir
    private Path folder;

    private final RedisServer redis = RedisServer.launch();

    @AfterEach
    void close() {
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
        redis.close();
    }

    private Path certificate(String name, String alternativeName) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "SAN=" + alternativeName,
                "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", STORE_PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue(), Files.readString(folder.resolve("keytool.log")));
        return store;
    }

    private static ServerSocket serverSocket(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(store)) {
            keys.load(bytes, STORE_PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 64, InetAddress.getLoopbackAddress());
    }

    private static void trust(Path store) {
        System.setProperty("javax.net.ssl.trustStore", store.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", STORE_PASSWORD);
    }

    private static TokenRevocation open(TcpProxy proxy) {
        return TokenRevocation.open("tls", Settings.builder()
                .set("redis-url", "rediss://127.0.0.1:" + proxy.port()).set("redis-timeout", "5s").build());
    }

    private static void assertRefused(TcpProxy proxy, String why) {
        try (TokenRevocation node = open(proxy)) {
            Await.until("refused: " + why, () -> node.health().trouble().orElse("").contains(why));
            assertEquals(Verdict.UNDECIDED, node.verdict("t1"));
            assertThrows(RevocationUnavailableException.class, () -> node.revoke("t1"));
        }
    }

    @Test
    void verdict_trustedCertificateOfTheHost_liveAndRevocable() throws Exception {
        Path store = certificate("here", "ip:127.0.0.1");
        trust(store);
        try (TcpProxy proxy = TcpProxy.to(redis.port(), serverSocket(store))) {
            try (RedisClient jedis = redis.client();
                    TokenRevocation node = open(proxy)) {
                jedis.set("session:access:t1", "alice");
                Await.untilUp(node);
                assertEquals(Verdict.LIVE, node.verdict("t1"));
                node.revoke("t1");
                assertEquals(Verdict.REVOKED, node.verdict("t1"));
            }
            Await.until("no socket is left", () -> proxy.connections() == 0);
        }
    }

    @Test
    void open_certificateOfAnotherHost_refused() throws Exception {
        Path store = certificate("elsewhere", "dns:elsewhere.example");
        trust(store);
        try (TcpProxy proxy = TcpProxy.to(redis.port(), serverSocket(store))) {
            assertRefused(proxy, "subject alternative names");
        }
    }

    @Test
    void open_selfSignedCertificateThatNobodyTrusts_refused() throws Exception {
        trust(certificate("other", "ip:127.0.0.1"));
        try (TcpProxy proxy = TcpProxy.to(redis.port(), serverSocket(certificate("here", "ip:127.0.0.1")))) {
            assertRefused(proxy, "unable to find valid certification path");
        }
    }
}
