package org.tokenrevocation.spi.request;

/**
 * What one request carries: each different token once, in the order found, whether something began like a token and went
 * on wrongly, and whether nobody can say which token counts. A chain of links, because nearly every request has exactly
 * one. Used by one thread at a time.
 */
public final class Candidates {
    /** A request with more different candidates is refused: each may cost a round trip. */
    public static final int MOST = 8;

    private Candidate first;
    private Candidate last;
    private int count;
    private boolean isMalformed;
    private boolean isAmbiguous;
    private int faultScheme;

    /**
     * Adds a candidate unless it is known.
     *
     * @param token the text
     * @param scheme its place in {@code schemes}
     */
    public void add(String token, int scheme) {
        if (contains(token)) {
            return;
        }
        if (count == MOST) {
            addAmbiguity(scheme);
            return;
        }
        Candidate added = new Candidate(token, scheme);
        if (first == null) {
            first = added;
        } else {
            last.next(added);
        }
        last = added;
        count++;
    }

    /**
     * Adds a candidate of the places that may carry only one token between them: Authorization and query. To be called
     * before any other place's candidates are added.
     */
    void addSole(String token, int scheme) {
        if (first != null && !first.token().equals(token)) {
            addAmbiguity(scheme);
        } else {
            add(token, scheme);
        }
    }

    /** Notes a text that is no token, whatever the request's tokens are worth: 401 (RFC 6750 section 3.1). */
    void addMalformed(int scheme) {
        faultScheme = hasFault() ? faultScheme : scheme;
        isMalformed = true;
    }

    private void addAmbiguity(int scheme) {
        faultScheme = hasFault() ? faultScheme : scheme;
        isAmbiguous = true;
    }

    /**
     * Whether a text is among them.
     *
     * @param token the text
     * @return true if it was added
     */
    public boolean contains(String token) {
        for (Candidate candidate = first; candidate != null; candidate = candidate.next()) {
            if (candidate.token().equals(token)) {
                return true;
            }
        }
        return false;
    }

    /** The head of the chain. @return null if there is none */
    public Candidate first() {
        return first;
    }

    /** Whether nothing was found. @return true if there is neither a candidate nor a fault */
    public boolean isEmpty() {
        return first == null && !hasFault();
    }

    /** Whether the request is refused without a look at its tokens. @return true if it is */
    public boolean hasFault() {
        return isMalformed || isAmbiguous;
    }

    /** Whether the fault is that there are different tokens, or too many: 400 (RFC 6750 section 3.1). @return true if so */
    public boolean isAmbiguous() {
        return isAmbiguous;
    }

    /** The scheme at the first fault. @return its place in {@code schemes} */
    public int faultScheme() {
        return faultScheme;
    }
}
