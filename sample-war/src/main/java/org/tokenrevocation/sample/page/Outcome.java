package org.tokenrevocation.sample.page;

/**
 * What became of a click.
 *
 * @param status the HTTP status of the page's answer: 200 also if a node refused, since the page itself did its work
 * @param isDone whether it is done
 * @param message one sentence for the person who clicked
 */
record Outcome(int status, boolean isDone, String message) {
    static Outcome done(String message) {
        return new Outcome(200, true, message);
    }

    static Outcome failed(String message) {
        return new Outcome(200, false, message);
    }

    static Outcome refused(int status, String message) {
        return new Outcome(status, false, message);
    }
}
