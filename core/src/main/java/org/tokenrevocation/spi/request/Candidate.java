package org.tokenrevocation.spi.request;

/** One text that the host may take as a token, and the place of its scheme in {@code schemes}. A chain link. */
public final class Candidate {
    private final String token;
    private final int scheme;
    private Candidate next;

    Candidate(String token, int scheme) {
        this.token = token;
        this.scheme = scheme;
    }

    /** What is judged. @return the text as found */
    public String token() {
        return token;
    }

    /** Which scheme it came with. @return its place in {@code schemes}; 0 for none */
    public int scheme() {
        return scheme;
    }

    /** The next one of the request. @return null after the last */
    public Candidate next() {
        return next;
    }

    void next(Candidate follower) {
        next = follower;
    }
}
