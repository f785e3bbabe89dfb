package org.tokenrevocation.internal.keys;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One GET of a JWK set: bounded in bytes and time, without following redirects (they would let one weak page of the
 * issuer's host name the keys), past caches, and without a connection left open. One thread at a time.
 */
final class JwksFetch extends DefaultResourceRetriever {
    /** The largest body. */
    static final int MAX_BYTES = 512 * 1024;

    private final URL url;
    private volatile HttpURLConnection connection;

    JwksFetch(URL url, Duration timeout) {
        super((int) timeout.toMillis(), (int) timeout.toMillis(), MAX_BYTES, true);
        this.url = url;
    }

    /** The body. */
    byte[] body() throws IOException {
        try {
            return retrieveResource(url).getContent().getBytes(StandardCharsets.UTF_8);
        } finally {
            connection = null;
        }
    }

    /** Cuts the connection under a fetch that is running; for another thread. */
    void abort() {
        HttpURLConnection running = connection;
        if (running != null) {
            running.disconnect();
        }
    }

    @Override
    protected HttpURLConnection openHTTPConnection(URL target) throws IOException {
        HttpURLConnection opened = super.openHTTPConnection(target);
        opened.setInstanceFollowRedirects(false);
        opened.setUseCaches(false);
        opened.setRequestProperty("Cache-Control", "no-cache");
        opened.setRequestProperty("Accept", "application/jwk-set+json, application/json");
        connection = opened;
        return opened;
    }
}
