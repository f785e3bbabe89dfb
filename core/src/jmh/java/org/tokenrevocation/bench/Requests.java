package org.tokenrevocation.bench;

import java.util.List;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a door sees: headers, from which it cuts a token that no hash was ever asked of. */
@State(Scope.Thread)
public class Requests {
    private static final String SCHEME = "Bearer ";

    private String[] headers;
    private int at;

    /** Takes the tokens of the trial. */
    @Setup
    public void fill(Workload workload) {
        headers = headers(workload.tokens());
    }

    static String[] headers(List<String> tokens) {
        return tokens.stream().map(token -> SCHEME + token).toArray(String[]::new);
    }

    /** The next token, a new string each time. */
    String next() {
        at = at + 1 & headers.length - 1;
        return cut(headers[at]);
    }

    static String cut(String header) {
        return header.substring(SCHEME.length());
    }
}
