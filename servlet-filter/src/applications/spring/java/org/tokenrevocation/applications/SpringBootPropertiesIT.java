package org.tokenrevocation.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.QuickStart;
import org.tokenrevocation.testing.RedisServer;

/** A resource server with Spring Security at its defaults and no code about us: the JAR, and properties. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpringBootPropertiesIT {
    private final HttpClient http = HttpClient.newHttpClient();
    private final RedisServer redis = RedisServer.launch();
    private Path pem;
    private KeyPair keys;
    private ConfigurableApplicationContext application;

    @BeforeAll
    void startApplication(@TempDir Path folder) throws Exception {
        pem = folder.resolve("issuer.pem");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        Files.writeString(pem, "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(
                keys.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n");
        application = start(withRedis());
        Await.until("the node is up", () -> application.getBean(TokenRevocation.class).health().isUp());
    }

    @AfterAll
    void stop() {
        application.close();
        redis.close();
    }

    private String[] withRedis(String... more) {
        return Stream.concat(Stream.of("--revocation.redis-url=" + redis.url(), "--revocation.mode=denylist",
                "--revocation.jwtKeys=pem:" + pem + ";alg=RS256",
                "--management.endpoints.web.exposure.include=health,tokenrevocation",
                "--management.endpoint.health.show-details=always", "--management.endpoint.health.probes.enabled=true"),
                Stream.of(more)).toArray(String[]::new);
    }

    private ConfigurableApplicationContext start(String... more) {
        return SpringApplication.run(Orders.class, Stream.concat(Stream.of("--server.port=0",
                "--server.address=127.0.0.1", "--spring.application.name=orders",
                "--spring.security.oauth2.resourceserver.jwt.public-key-location=file:" + pem),
                Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void revoke_securityAtItsDefaults_liveThenRefused() throws Exception {
        String token = token("alice");
        assertEquals(List.of(200, "orders"), get(token));
        HttpResponse<String> revoked = send(request("/oauth/revoke-token").header("Content-Type",
                "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString("token=" + token)));
        assertEquals(200, revoked.statusCode(), revoked.body());
        HttpResponse<String> refused = send(request("/orders").header("Authorization", "Bearer " + token));
        assertEquals(401, refused.statusCode());
        assertTrue(refused.body().contains("revoked"), "by the guard: " + refused.body());
        assertEquals(List.of(200, "orders"), get(token("bob")));
    }

    @Test
    void quickStart_asInTheReadme_refusesWhatWasRevoked() {
        String property = QuickStart.block("properties", 0, redis.url()).strip();
        try (ConfigurableApplicationContext sessions = SpringApplication.run(Shop.class, "--" + property, "--server.port=0",
                "--server.address=127.0.0.1", "--spring.application.name=quick-start")) {
            Await.until("the node is up", () -> sessions.getBean(TokenRevocation.class).health().isUp());
            QuickStart.follow("http://127.0.0.1:" + sessions.getEnvironment().getProperty("local.server.port") + "/", redis);
        }
    }

    @Test
    void probe_anyPath_refused() throws Exception {
        assertEquals(401, send(request("/orders").header("Authorization", "Bearer " + TokenRevocation.PROBE_TOKEN))
                .statusCode());
    }

    @Test
    void start_switchedOff_noBeanAndNoRedisNeeded() {
        try (ConfigurableApplicationContext without = start("--revocation.enabled=false")) {
            assertEquals(0, without.getBeanNamesForType(TokenRevocation.class).length);
        }
    }

    @Test
    void meters_judgedAndRefused_inTheRegistryAndInTheServersOwn() throws Exception {
        assertEquals(200, get(token("carol")).get(0));
        send(request("/orders").header("Authorization", "Bearer " + TokenRevocation.PROBE_TOKEN));
        MeterRegistry registry = application.getBean(MeterRegistry.class);
        assertTrue(registry.get("token.revocation.verdicts").tags("verdict", "live", "name", "orders")
                .functionCounter().count() >= 1);
        assertTrue(registry.get("token.revocation.requests").tags("outcome", "refused", "reason", "revoked")
                .functionCounter().count() >= 1);
        Await.until("the guard's 401 is among the server's requests", () -> registry.find("http.server.requests")
                .tag("status", "401").timers().stream().anyMatch(timer -> timer.count() > 0));
    }

    @Test
    void actuator_itsDefaults_endpointAndNoPartInHealth() throws Exception {
        String token = token("operator");
        HttpResponse<String> told = ask("/actuator/tokenrevocation", token);
        assertEquals(200, told.statusCode());
        assertTrue(told.body().contains("\"name\":\"orders\"") && told.body().contains("\"verdicts.live\":"), told.body());
        assertFalse(told.body().contains("issuer.pem"), "keys are masked: " + told.body());
        HttpResponse<String> health = ask("/actuator/health", token);
        assertFalse(health.body().contains("tokenRevocation"), health.body());
    }

    @Test
    void actuator_healthSwitchedOn_toldAndOutsideReadiness() throws Exception {
        try (ConfigurableApplicationContext other = start(withRedis("--management.health.token-revocation.enabled=true",
                "--revocation.instance-name=other"))) {
            Await.until("the node is up", () -> other.getBean(TokenRevocation.class).health().isUp());
            String token = token("operator");
            HttpResponse<String> health = send(request(other, "/actuator/health").header("Authorization", "Bearer " + token));
            assertTrue(health.body().contains("\"tokenRevocation\":{") && health.body().contains("\"name\":\"other\""),
                    health.body());
            HttpResponse<String> readiness =
                    send(request(other, "/actuator/health/readiness").header("Authorization", "Bearer " + token));
            assertEquals(200, readiness.statusCode(), readiness.body());
            assertFalse(readiness.body().contains("tokenRevocation"), readiness.body());
        }
    }

    @Test
    void start_badProperty_toldAsDescriptionAndAction() {
        Throwable failure = assertThrows(Exception.class, () -> start(withRedis("--revocation.effect-bound=fast")));
        FailureAnalysis analysis = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, e) -> { })).stream()
                .map(analyzer -> analyzer.analyze(failure)).filter(Objects::nonNull).findFirst().orElseThrow();
        assertTrue(analysis.getDescription().contains("revocation.effect-bound must be 5ms to 10s, but is [fast]"),
                analysis.getDescription());
        assertTrue(analysis.getAction().startsWith("Write a whole number with its unit"), analysis.getAction());
    }

    @Test
    void start_unknownProperty_stopsAndNamesIt() {
        Throwable failure = assertThrows(Exception.class, () -> start("--revocation.redis-uri=" + redis.url()));
        StringBuilder messages = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
        }
        assertTrue(messages.toString().contains("Unknown setting [revocation.redis-uri]"), messages.toString());
    }

    private List<Object> get(String token) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request("/orders").header("Authorization", "Bearer " + token));
        return List.of(answer.statusCode(), answer.body());
    }

    private HttpResponse<String> ask(String path, String token) throws IOException, InterruptedException {
        return send(request(path).header("Authorization", "Bearer " + token));
    }

    private HttpRequest.Builder request(String path) {
        return request(application, path);
    }

    private static HttpRequest.Builder request(ConfigurableApplicationContext application, String path) {
        return HttpRequest.newBuilder(URI.create(
                "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port") + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String token(String subject) throws GeneralSecurityException {
        String signed = encoded("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoded(("{\"sub\":\"" + subject + "\",\"exp\":" + Instant.now().plusSeconds(600).getEpochSecond() + "}")
                .getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + encoded(signature.sign());
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** An application without a login, so that the session entry alone decides. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @RestController
    static class Shop {
        @GetMapping("/")
        String shop() {
            return "shop";
        }

        @Bean
        SecurityFilterChain open(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll()).build();
        }
    }

    /** The whole host. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @RestController
    static class Orders {
        @GetMapping("/orders")
        String orders() {
            return "orders";
        }
    }
}
