package org.tokenrevocation.sample.page;

/** A session as the page shows it: a user on a device. Its mutable part is guarded by itself. */
final class Card {
    private final int id;
    private final String user;
    private final String device;
    private Grant grant;
    private boolean isAccessRevoked;
    private boolean isRefreshRevoked;
    private String outcome = "";
    private int raceId;

    Card(int id, String user, String device, Grant grant) {
        this.id = id;
        this.user = user;
        this.device = device;
        this.grant = grant;
    }

    int id() {
        return id;
    }

    String user() {
        return user;
    }

    String device() {
        return device;
    }

    synchronized Grant grant() {
        return grant;
    }

    synchronized boolean isAccessRevoked() {
        return isAccessRevoked;
    }

    synchronized boolean isRefreshRevoked() {
        return isRefreshRevoked;
    }

    synchronized boolean isOver() {
        return isRefreshRevoked && (isAccessRevoked || grant.secondsLeft() == 0);
    }

    /** What the last action led to, in words. */
    synchronized String outcome() {
        return outcome;
    }

    /** The number of the latest {@link Race} that this card takes part in; 0 if none. */
    synchronized int raceId() {
        return raceId;
    }

    synchronized void race(int id) {
        raceId = id;
    }

    synchronized void tell(String words) {
        outcome = words;
    }

    synchronized void revoked(boolean access, boolean refresh, String words) {
        isAccessRevoked |= access;
        isRefreshRevoked |= refresh;
        if (access) {
            grant.revoked();
        }
        outcome = words;
    }

    synchronized void renew(Grant next, String words) {
        grant = next;
        isAccessRevoked = false;
        isRefreshRevoked = false;
        outcome = words;
    }
}
