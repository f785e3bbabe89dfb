package org.tokenrevocation.servlet;

/**
 * What one request carries: each different token once, in the order found, and whether something began like a token and
 * went on wrongly. A chain of links, because nearly every request has exactly one. Used by one thread at a time.
 */
final class Candidates {
    /** A request with more different candidates is refused: each may cost a round trip. */
    static final int MOST = 8;

    private Candidate first;
    private Candidate last;
    private int count;
    private boolean hasFault;
    private int faultScheme;

    /** Adds a candidate unless it is known. */
    void add(String token, int scheme) {
        if (contains(token)) {
            return;
        }
        if (count == MOST) {
            addFault(scheme);
            return;
        }
        Candidate added = new Candidate(token, scheme);
        if (first == null) {
            first = added;
        } else {
            last.next = added;
        }
        last = added;
        count++;
    }

    /**
     * Adds a candidate of the places that may carry only one token between them: Authorization and query. To be called
     * before any other place's candidates are added.
     */
    void addSole(String token, int scheme) {
        if (first != null && !first.token.equals(token)) {
            addFault(scheme);
        } else {
            add(token, scheme);
        }
    }

    /** Notes that the request is to be refused with 400, whatever its tokens are worth. */
    void addFault(int scheme) {
        if (!hasFault) {
            hasFault = true;
            faultScheme = scheme;
        }
    }

    boolean contains(String token) {
        for (Candidate candidate = first; candidate != null; candidate = candidate.next) {
            if (candidate.token.equals(token)) {
                return true;
            }
        }
        return false;
    }

    Candidate first() {
        return first;
    }

    boolean isEmpty() {
        return first == null && !hasFault;
    }

    boolean hasFault() {
        return hasFault;
    }

    int faultScheme() {
        return faultScheme;
    }
}
