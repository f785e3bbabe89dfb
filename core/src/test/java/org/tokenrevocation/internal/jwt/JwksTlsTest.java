package org.tokenrevocation.internal.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenrevocation.internal.Ticker;
import org.tokenrevocation.internal.jwt.Verification.Unavailable;
import org.tokenrevocation.internal.jwt.Verification.Verified;

/** A JWK set behind TLS: whose fault it is can be read from the log. */
class JwksTlsTest {
    private static final RSAKey KEY = Tokens.rsa("r");
    private static final String TOKEN = Tokens.signed(KEY, JWSAlgorithm.RS256);
    private static final Map<String, String> TOLD = Map.of(
            "expired", "the server's certificate has expired",
            "elsewhere", "the server's certificate is for another host name",
            "stranger", "the server's certificate is of an authority that this JVM does not trust");

    @TempDir
    private Path folder;

    @Test
    void verify_certificateIsWrong_theLogTellsInWhichWay() throws Exception {
        Certificates certificates = new Certificates(folder);
        SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
        HttpsURLConnection.setDefaultSSLSocketFactory(trusting(certificates).getSocketFactory());
        try {
            assertInstanceOf(Verified.class, verifyBehind(certificates, "good"));
            for (Map.Entry<String, String> wrong : TOLD.entrySet()) {
                Verification said = verifyBehind(certificates, wrong.getKey());
                assertTrue(said instanceof Unavailable unavailable && unavailable.why().contains(wrong.getValue()),
                        wrong.getKey() + ": " + said);
            }
        } finally {
            HttpsURLConnection.setDefaultSSLSocketFactory(before);
        }
    }

    @Test
    void verify_noServerOrNoSuchHost_theLogTells() {
        assertEquals("test jwt-keys-1: the fetch failed: no connection to its server", why("http://127.0.0.1:1/jwks"));
        assertEquals("test jwt-keys-1: the fetch failed: its host name cannot be resolved",
                why("https://nowhere.invalid/jwks"));
    }

    private static String why(String url) {
        try (JwtVerifier keys = dormant(url)) {
            return ((Unavailable) keys.verify(TOKEN)).why();
        }
    }

    private static Verification verifyBehind(Certificates certificates, String alias) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(certificates.identity(alias), certificates.password());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(threads);
        server.createContext("/", exchange -> JwksServer.answer(exchange, 200, Tokens.jwks(KEY)));
        server.start();
        try (JwtVerifier keys = dormant("https://127.0.0.1:" + server.getAddress().getPort() + "/jwks")) {
            return keys.verify(TOKEN);
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private static SSLContext trusting(Certificates certificates) throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates.trust());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static JwtVerifier dormant(String url) {
        return JwtVerifier.dormant("test", "jwks:" + url, Duration.ofHours(1), Duration.ofSeconds(20), Ticker.SYSTEM);
    }
}
