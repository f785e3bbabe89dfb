package org.tokenrevocation.servlet;

import jakarta.servlet.http.HttpServletRequest;
import org.tokenrevocation.spi.request.Candidate;
import org.tokenrevocation.spi.request.Candidates;

/**
 * What one filter instance has judged and passed on in one request, kept in a request attribute so that later
 * dispatches judge only what is new. The attribute's name alone proves nothing: it travels with a cross-context forward
 * to a guard of another application, which may know other tokens, so the owner is compared by identity.
 */
final class Judged {
    private final TokenRevocationFilter owner;
    private Candidates passed;
    private boolean isShadowCounted;

    private Judged(TokenRevocationFilter owner) {
        this.owner = owner;
    }

    /** What the owner has noted in this request; null if nothing. */
    static Judged of(TokenRevocationFilter owner, HttpServletRequest request) {
        return request.getAttribute(owner.attribute()) instanceof Judged judged && judged.owner == owner
                ? judged : null;
    }

    /** What the owner has noted in this request, begun if need be. */
    static Judged begin(TokenRevocationFilter owner, HttpServletRequest request) {
        Judged judged = of(owner, request);
        return judged == null ? beginAnew(owner, request) : judged;
    }

    /** The same if it is known that the owner has noted nothing yet. */
    static Judged beginAnew(TokenRevocationFilter owner, HttpServletRequest request) {
        Judged judged = new Judged(owner);
        request.setAttribute(owner.attribute(), judged);
        return judged;
    }

    boolean hasPassed(String token) {
        return passed != null && passed.contains(token);
    }

    /** Notes what a dispatch has passed, besides what earlier ones have. */
    void pass(Candidates candidates) {
        if (passed == null) {
            passed = candidates;
            return;
        }
        for (Candidate candidate = candidates.first(); candidate != null; candidate = candidate.next()) {
            passed.add(candidate.token(), candidate.scheme());
        }
    }

    /** Whether this is the request's first refusal in shadow mode, which alone counts. */
    boolean countShadow() {
        boolean isFirst = !isShadowCounted;
        isShadowCounted = true;
        return isFirst;
    }
}
