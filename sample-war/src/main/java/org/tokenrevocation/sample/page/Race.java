package org.tokenrevocation.sample.page;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The latest revocation that somebody asked for on the page: from the click until it was confirmed. Guarded by itself.
 *
 * <p>The page replays it in slow motion, so it has to know from the start which cards take part.
 */
final class Race {
    private int id;
    private String who = "";
    private boolean isRunning;
    private boolean hasWaited;
    private String answer = "";
    private Double millis;

    /** A new one begins; the number is the cards' too. */
    synchronized int begin(String revoked) {
        who = revoked;
        isRunning = true;
        hasWaited = false;
        millis = null;
        return ++id;
    }

    /**
     * The revocation is confirmed.
     *
     * @param said how it was confirmed, for example 200
     * @param waited whether some node did not answer, so that the call waited for its lease to end
     */
    synchronized void won(int number, double successMillis, String said, boolean waited) {
        if (number == id) {
            isRunning = false;
            millis = successMillis;
            answer = said;
            hasWaited = waited;
        }
    }

    /** It is not confirmed. */
    synchronized void lost(int number) {
        if (number == id) {
            isRunning = false;
        }
    }

    /** For the browser; null as long as there was none. */
    synchronized Map<String, Object> shown() {
        if (id == 0) {
            return null;
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", id);
        shown.put("who", who);
        shown.put("isRunning", isRunning);
        shown.put("answer", answer);
        shown.put("millis", millis);
        shown.put("hasWaited", hasWaited);
        return shown;
    }
}
