package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What clients of the sample do, over real HTTP. Thread-safe. */
final class Caller {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A pair of tokens as the host issued it. */
    record Pair(String access, String refresh) {
        static Pair of(HttpResponse<String> answer) {
            assertEquals(200, answer.statusCode(), answer::body);
            JsonNode body = json(answer);
            assertEquals("Bearer", body.path("token_type").textValue());
            return new Pair(body.path("access_token").textValue(), body.path("refresh_token").textValue());
        }
    }

    Pair logIn(URI node, String user) {
        return Pair.of(token(node, "grant_type=password&username=" + user + "&password=" + user));
    }

    HttpResponse<String> token(URI node, String form) {
        return send(request(node, "oauth/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(body(form)));
    }

    HttpResponse<String> refresh(URI node, String refreshToken) {
        return token(node, "grant_type=refresh_token&refresh_token=" + refreshToken);
    }

    HttpResponse<String> whoami(URI node, String accessToken) {
        return send(request(node, "api/whoami").header("Authorization", "Bearer " + accessToken));
    }

    HttpResponse<String> revoke(URI node, String token, String type, String... headers) {
        HttpRequest.Builder request = request(node, "oauth/revoke-token")
                .header("Content-Type", "application/json")
                .POST(body("{\"token\":\"" + token + "\",\"token_type\":\"" + type + "\"}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    HttpResponse<String> get(URI node, String path) {
        return send(request(node, path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static HttpRequest.Builder request(URI node, String path) {
        return HttpRequest.newBuilder(node.resolve(path)).timeout(Duration.ofSeconds(60));
    }

    static HttpRequest.BodyPublisher body(String text) {
        return HttpRequest.BodyPublishers.ofString(text, StandardCharsets.UTF_8);
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: [" + answer.body() + "]", e);
        }
    }
}
