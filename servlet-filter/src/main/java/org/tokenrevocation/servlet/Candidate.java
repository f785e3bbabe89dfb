package org.tokenrevocation.servlet;

/** One text that the host may take as a token, and the place of its scheme in {@code schemes}. A chain link. */
final class Candidate {
    final String token;
    final int scheme;
    Candidate next;

    Candidate(String token, int scheme) {
        this.token = token;
        this.scheme = scheme;
    }
}
