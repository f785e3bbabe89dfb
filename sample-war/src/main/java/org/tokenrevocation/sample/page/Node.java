package org.tokenrevocation.sample.page;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/**
 * One node of the fleet, asked by real HTTP requests. The JDK's oldest client, because it owns no thread that could
 * outlive the web application. Thread-safe; calls block for 5 s at most.
 */
final class Node {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int MAX_BYTES = 64 * 1024;
    private static final String FORM = "application/x-www-form-urlencoded";

    private final String name;
    private final URI address;
    private final LongAdder asked = new LongAdder();

    Node(String name, URI address) {
        this.name = name;
        this.address = address;
    }

    String name() {
        return name;
    }

    URI address() {
        return address;
    }

    /** How many guarded requests the page itself has sent here, the artificial load not among them. */
    long asked() {
        return asked.sum();
    }

    /** How the node takes this access token now. */
    Standing standing(String accessToken) {
        asked.increment();
        return standingUnderLoad(accessToken);
    }

    /** The same as one request of the artificial load, which stands for other clients and is not counted as ours. */
    Standing standingUnderLoad(String accessToken) {
        try {
            return get("api/whoami", accessToken).standing();
        } catch (IOException e) {
            return Standing.DOWN;
        }
    }

    Answer health() throws IOException {
        return get("health", null);
    }

    Answer cost(String accessToken) throws IOException {
        asked.increment();
        return get("page/cost", accessToken);
    }

    Answer logIn(String user, String password) throws IOException {
        return post("oauth/token", FORM,
                "grant_type=password&username=" + encoded(user) + "&password=" + encoded(password));
    }

    Answer refresh(String refreshToken) throws IOException {
        return post("oauth/token", FORM, "grant_type=refresh_token&refresh_token=" + encoded(refreshToken));
    }

    /** The JSON contract; tokens of RFC 6750's grammar need no escaping. */
    Answer revoke(String token, String type) throws IOException {
        return post("oauth/revoke-token", "application/json",
                "{\"token\":\"" + token + "\",\"token_type\":\"" + type + "\"}");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer get(String path, String accessToken) throws IOException {
        HttpURLConnection connection = connection(path);
        if (accessToken != null) {
            connection.setRequestProperty("Authorization", "Bearer " + accessToken);
        }
        return answer(connection);
    }

    private Answer post(String path, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpURLConnection connection = connection(path);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", type);
        connection.setDoOutput(true);
        // Also keeps the client from repeating a request by itself: a refresh token works once only.
        connection.setFixedLengthStreamingMode(bytes.length);
        connection.getOutputStream().write(bytes);
        connection.getOutputStream().close();
        return answer(connection);
    }

    private HttpURLConnection connection(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.resolve(path).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        return connection;
    }

    private static Answer answer(HttpURLConnection connection) throws IOException {
        int status;
        try {
            status = connection.getResponseCode();
        } catch (HttpRetryException e) {
            return new Answer(e.responseCode(), "", "");
        }
        String challenge = connection.getHeaderField("WWW-Authenticate");
        // Read to the end, so that the connection is used again.
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            String text = body == null ? "" : new String(body.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            return new Answer(status, challenge == null ? "" : challenge, text);
        }
    }
}
