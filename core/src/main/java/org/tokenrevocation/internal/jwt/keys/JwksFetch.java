package org.tokenrevocation.internal.jwt.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.time.Duration;

/**
 * One GET of a JWK set: bounded in bytes and time, without following redirects (they would let one weak page of the
 * issuer's host name the keys), past caches, and without a connection left open. One thread at a time.
 *
 * <p>The library's retriever bounds each read, not their sum, and a body that trickles cannot be cut from another
 * thread: closing its stream waits for the read. So the body is read here against a deadline; while the headers are
 * awaited, {@link #abort} cuts the connection. We ask for {@code Connection: close}; if a server ignores that and
 * trickles a body of known length, the platform's own cleaner thread (it holds nothing of ours) ends the socket later.
 */
public final class JwksFetch {
    /** The largest body. */
    public static final int MAX_BYTES = 512 * 1024;

    private static final int BUFFER_BYTES = 8 * 1024;
    private static final int OK = 200;

    private final URL url;
    private final Duration silence;
    private final Duration timeout;
    private volatile HttpURLConnection awaitingHeaders;
    private volatile boolean isClosed;

    /**
     * Fetches nothing yet.
     *
     * @param silence how long the server may send nothing
     * @param timeout how long the whole may take
     */
    JwksFetch(URL url, Duration silence, Duration timeout) {
        this.url = url;
        this.silence = silence;
        this.timeout = timeout;
    }

    /** The body. */
    byte[] body() throws IOException, KeysUnavailableException {
        long begin = System.nanoTime();
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        try {
            prepare(connection);
            awaitingHeaders = connection;
            int status = connection.getResponseCode();
            awaitingHeaders = null;
            if (status != OK) {
                throw new KeysUnavailableException("status " + status);
            }
            return read(connection.getInputStream(), begin);
        } finally {
            awaitingHeaders = null;
            connection.disconnect();
        }
    }

    /** Cuts the connection of a fetch that still waits for headers; for another thread. */
    void abort() {
        HttpURLConnection waiting = awaitingHeaders;
        if (waiting != null) {
            waiting.disconnect();
        }
    }

    /** Ends a fetch under way, after the read that it is in at the latest. */
    void close() {
        isClosed = true;
        abort();
    }

    private void prepare(HttpURLConnection connection) {
        int millis = (int) Math.max(1, silence.toMillis());
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Connection", "close");
        connection.setRequestProperty("Cache-Control", "no-cache");
        connection.setRequestProperty("Accept", "application/jwk-set+json, application/json");
    }

    private byte[] read(InputStream in, long begin) throws IOException, KeysUnavailableException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            body.write(buffer, 0, length);
            if (body.size() > MAX_BYTES) {
                throw new KeysUnavailableException("more than " + MAX_BYTES + " bytes");
            }
            if (isClosed || System.nanoTime() - begin > timeout.toNanos()) {
                throw new SocketTimeoutException("no whole body in time");
            }
        }
        return body.toByteArray();
    }
}
