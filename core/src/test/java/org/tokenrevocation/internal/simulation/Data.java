package org.tokenrevocation.internal.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tokenrevocation.internal.identity.TokenDigest;

/** What a Redis holds. */
final class Data {
    /** One entry of the change stream; a digest of null begins one. */
    record Change(long id, TokenDigest digest, long dropAtMillis) {}

    final Set<String> entries = new LinkedHashSet<>();
    final Map<TokenDigest, Long> revoked = new LinkedHashMap<>();
    final List<Change> stream = new ArrayList<>();
    /** The registries: epoch to fields. */
    final Map<String, Map<String, String>> nodes = new LinkedHashMap<>();
    String fleet = "";

    Data copy() {
        Data copy = new Data();
        copy.entries.addAll(entries);
        copy.revoked.putAll(revoked);
        copy.stream.addAll(stream);
        nodes.forEach((epoch, fields) -> copy.nodes.put(epoch, new LinkedHashMap<>(fields)));
        copy.fleet = fleet;
        return copy;
    }

    Map<String, String> nodes(String epoch) {
        return nodes.computeIfAbsent(epoch, each -> new LinkedHashMap<>());
    }

    boolean hasChange(long id) {
        return stream.stream().anyMatch(change -> change.id == id);
    }

    void append(long nowMillis, TokenDigest digest, long dropAtMillis) {
        long last = stream.isEmpty() ? 0 : stream.get(stream.size() - 1).id;
        stream.add(new Change(Math.max(nowMillis * 1000, last + 1), digest, dropAtMillis));
    }
}
