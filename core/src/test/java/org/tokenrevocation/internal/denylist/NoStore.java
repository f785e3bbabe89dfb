package org.tokenrevocation.internal.denylist;

import java.util.List;
import java.util.function.Consumer;
import org.tokenrevocation.internal.feed.Round;
import org.tokenrevocation.internal.lease.ServerId;

/** Nothing here goes to Redis. */
final class NoStore implements DenylistStore {
    @Override
    public Addition add(List<Revocation> revocations, long maxEntries, long millis, Round round) {
        throw new AssertionError("add");
    }

    @Override
    public ServerId writeBack(List<Revocation> revocations, long millis) {
        throw new AssertionError("writeBack");
    }

    @Override
    public StreamEnd streamEnd() {
        throw new AssertionError("streamEnd");
    }

    @Override
    public ServerId readAll(Consumer<List<Revocation>> page) {
        throw new AssertionError("readAll");
    }

    @Override
    public String trouble() {
        return null;
    }

    @Override
    public boolean isSettled() {
        return true;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
