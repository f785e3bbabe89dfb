package org.tokenrevocation.spi.request;

import java.util.Enumeration;
import java.util.List;
import org.tokenrevocation.Settings;

/**
 * Finds every text that a host may take as this request's token, and reads neither the body nor any parameter through
 * the container. The strategy errs on the side of refusing: where two parsers could read a value differently, the text
 * that goes to the core lies outside the token grammar, and the request is refused. Immutable.
 *
 * <p>An {@code Authorization} value is searched at its begin and behind every comma. What follows a scheme is taken to
 * the value's end, commas included, as a naive {@code startsWith} and {@code substring} would: a comma is in no grammar,
 * so {@code Bearer a, Basic b} is refused while {@code Basic b, Bearer a} yields {@code a}. One exception: if every item
 * from there on has a scheme of ours, a proxy has joined fields, and each item counts as the field that it was.
 */
public final class TokenSearch {
    private final Schemes schemes;
    private final List<String> headers;
    private final QueryParameter[] parameters;
    private final CookieCandidates cookies;
    private final SubprotocolCandidates subprotocols;

    /**
     * By the settings of the instance, or of the door.
     *
     * @param settings say where tokens are looked for
     */
    public TokenSearch(Settings settings) {
        schemes = new Schemes(settings.schemes());
        headers = settings.tokenHeaders();
        parameters = settings.queryParameters().stream().map(QueryParameter::new).toArray(QueryParameter[]::new);
        cookies = new CookieCandidates(settings, schemes);
        subprotocols = new SubprotocolCandidates(settings.tokenSubprotocols());
    }

    /**
     * All candidates of a request.
     *
     * @param request the request as it is now
     * @return what was found, for one thread
     */
    public Candidates find(RequestView request) {
        Candidates found = new Candidates();
        Enumeration<String> values = request.headers("Authorization");
        while (values != null && values.hasMoreElements()) {
            addCredentials(values.nextElement(), found);
        }
        if (parameters.length > 0) {
            for (int place = 0; place < request.queries(); place++) {
                addQuery(request.query(place), found);
            }
        }
        for (int i = 0; i < headers.size(); i++) {
            values = request.headers(headers.get(i));
            while (values != null && values.hasMoreElements()) {
                schemes.addValue(values.nextElement(), found);
            }
        }
        cookies.find(request, found);
        subprotocols.find(request, found);
        return found;
    }

    private void addCredentials(String value, Candidates found) {
        int start = 0;
        do {
            int begin = HttpText.skipAnyBlanks(value, start);
            int scheme = schemes.at(value, begin);
            if (scheme >= 0) {
                addRest(value, schemes.end(begin, scheme), scheme, found);
                return;
            }
            int begun = schemes.begunAt(value, begin);
            if (begun >= 0) {
                found.addMalformed(begun);
                return;
            }
            start = value.indexOf(',', begin) + 1;
        } while (start > 0);
    }

    /** Adds what follows a scheme. */
    private void addRest(String value, int begin, int firstScheme, Candidates found) {
        int comma = value.indexOf(',', begin);
        if (comma < 0 || !areFieldsJoined(value, comma)) {
            found.addSole(HttpText.trimmed(value, begin, value.length()), firstScheme);
            return;
        }
        int start = begin;
        int scheme = firstScheme;
        while (comma >= 0) {
            found.addSole(HttpText.trimmed(value, start, comma), scheme);
            int next = HttpText.skipHttpBlanks(value, comma + 1, value.length());
            scheme = schemes.at(value, next);
            start = schemes.end(next, scheme);
            comma = value.indexOf(',', start);
        }
        found.addSole(HttpText.trimmed(value, start, value.length()), scheme);
    }

    /** Whether a scheme of ours stands behind this comma and behind each one that follows. */
    private boolean areFieldsJoined(String value, int firstComma) {
        for (int comma = firstComma; comma >= 0; comma = value.indexOf(',', comma + 1)) {
            if (schemes.at(value, HttpText.skipHttpBlanks(value, comma + 1, value.length())) < 0) {
                return false;
            }
        }
        return true;
    }

    private void addQuery(String query, Candidates found) {
        if (query != null) {
            for (QueryParameter parameter : parameters) {
                parameter.find(query, found);
            }
        }
    }
}
