package org.tokenrevocation.internal.jwt.keys;

import java.util.List;

/** Keys that are written in the setting itself. */
public record FixedKeySource(List<JoseKey> keys) implements KeySource {
    @Override
    public KeyRing.View known() {
        return new KeyRing.View(keys, true, true, 0);
    }

    @Override
    public KeyRing.View newer(KeyRing.View seen, Deadline deadline) {
        return known();
    }

    @Override
    public long version() {
        return 0;
    }

    @Override
    public boolean namesKeys() {
        return false;
    }

    @Override
    public boolean holdsSecrets() {
        return true;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
