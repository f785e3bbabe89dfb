package org.tokenrevocation.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.tokenrevocation.Settings;
import org.tokenrevocation.spi.request.Candidate;
import org.tokenrevocation.spi.request.Candidates;
import org.tokenrevocation.spi.request.TokenSearch;

/** What the strategy found, as a value to compare. */
record Found(List<String> tokens, boolean hasFault) {
    private static final Pattern B64TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    static Found in(FakeRequest request, String... settings) {
        Settings.Builder builder = Settings.builder().set("redis-url", "redis://127.0.0.1:1");
        for (int i = 0; i < settings.length; i += 2) {
            builder.set(settings[i], settings[i + 1]);
        }
        return of(new TokenSearch(builder.build()).find(new ServletView(request.build())));
    }

    static Found of(Candidates candidates) {
        List<String> tokens = new ArrayList<>();
        for (Candidate candidate = candidates.first(); candidate != null; candidate = candidate.next()) {
            tokens.add(candidate.token());
        }
        return new Found(tokens, candidates.hasFault());
    }

    /** Whether the request is refused whatever its tokens are worth (RFC 6750 section 2.1). */
    boolean isRefused() {
        return hasFault || tokens.stream().anyMatch(token -> !B64TOKEN.matcher(token).matches());
    }
}
