package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.SecretHash;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** Standard clients, unchanged, against the endpoint: the Nimbus OAuth SDK, and npm's openid-client where Node is. */
class StandardClientIT {
    private static final String SECRET = "s3cret:%+ \u00e4";

    private final RedisServer redis = RedisServer.launch();
    private final RedisClient jedis = redis.client();
    private TokenRevocation open;
    private TokenRevocation guarded;
    private org.tokenrevocation.testing.JettyHost openHost;
    private org.tokenrevocation.testing.JettyHost guardedHost;

    @BeforeEach
    void start() {
        open = TokenRevocation.open("open", settings().build());
        guarded = TokenRevocation.open("guarded",
                settings().set("client-credentials", "web:" + SecretHash.of(SECRET)).build());
        openHost = host(open);
        guardedHost = host(guarded);
        Await.untilUp(open);
        Await.untilUp(guarded);
        jedis.set("session:access:A", "alice");
        jedis.set("session:refresh:R", "alice");
    }

    private Settings.Builder settings() {
        return Settings.builder().set("redis-url", redis.url()).set("effect-bound", "5ms").set("redis-timeout", "5s");
    }

    private static org.tokenrevocation.testing.JettyHost host(TokenRevocation instance) {
        return new org.tokenrevocation.testing.JettyHost(
                org.tokenrevocation.testing.JettyHost.Chain.ASYNC, context -> {
                    ServletHolder holder = new ServletHolder(new RevocationServlet(instance));
                    holder.setAsyncSupported(true);
                    context.addServlet(holder, "/oauth/revoke-token");
                });
    }

    @AfterEach
    void stop() {
        openHost.close();
        guardedHost.close();
        open.close();
        guarded.close();
        jedis.close();
        redis.close();
    }

    private static URI endpoint(org.tokenrevocation.testing.JettyHost host) {
        return URI.create("http://127.0.0.1:" + host.port() + "/oauth/revoke-token");
    }

    @Test
    void nimbus_publicClient_revokesBothKinds() throws Exception {
        ClientID client = new ClientID("app");
        HTTPResponse access = new TokenRevocationRequest(endpoint(openHost), client, new BearerAccessToken("A"))
                .toHTTPRequest().send();
        assertEquals(200, access.getStatusCode());
        assertFalse(jedis.exists("session:access:A"));
        assertTrue(jedis.exists("session:refresh:R"), "the other token lives");
        HTTPResponse refresh = new TokenRevocationRequest(endpoint(openHost), client, new RefreshToken("R"))
                .toHTTPRequest().send();
        assertEquals(200, refresh.getStatusCode());
        assertFalse(jedis.exists("session:refresh:R"));
    }

    @Test
    void nimbus_basicAuthentication_rightSecretRevokesWrongOneDoesNot() throws Exception {
        HTTPResponse wrong = revoke("wrong");
        assertEquals(401, wrong.getStatusCode());
        assertTrue(jedis.exists("session:access:A"));
        assertEquals(200, revoke(SECRET).getStatusCode());
        assertFalse(jedis.exists("session:access:A"));
    }

    private HTTPResponse revoke(String secret) throws Exception {
        return new TokenRevocationRequest(endpoint(guardedHost),
                new ClientSecretBasic(new ClientID("web"), new Secret(secret)), new BearerAccessToken("A"))
                .toHTTPRequest().send();
    }

    /** Run by .ci/standard-clients where Node and npm are; the folder then holds openid-client. */
    @Test
    @Tag("npm")
    void openidClient_publicAndBasic_revokes() throws Exception {
        Path folder = Path.of(System.getProperty("openid-client.folder"));
        File log = Files.createTempFile("openid-client-", ".log").toFile();
        Process node = new ProcessBuilder("node", folder.resolve("revoke.mjs").toString(),
                endpoint(openHost).toString(), endpoint(guardedHost).toString(), SECRET)
                .redirectErrorStream(true).redirectOutput(log).start();
        assertTrue(node.waitFor(60, TimeUnit.SECONDS), "it ends");
        assertEquals(0, node.exitValue(), Files.readString(log.toPath()));
        assertFalse(jedis.exists("session:access:A"), "the public client revoked it");
        assertFalse(jedis.exists("session:refresh:R"), "the authenticated client revoked it");
    }
}
