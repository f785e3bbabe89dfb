package org.tokenrevocation.internal.simulation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.tokenrevocation.internal.cutoff.CutoffRecord;
import org.tokenrevocation.internal.feed.BeatReply;
import org.tokenrevocation.internal.feed.FeedMemory;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.FleetRecord;

/** The naive memory that says it has applied what it will apply soon. */
record Hasty(FeedMemory memory, Node node) implements FeedMemory {
    @Override
    public boolean announced(Map<TokenDigest, Long> digests) {
        node.world.after(node.weather.longPreemption(), () -> memory.announced(digests));
        return true;
    }

    @Override
    public boolean announcedCutoffs(List<CutoffRecord> cutoffs) {
        node.world.after(node.weather.longPreemption(), () -> memory.announcedCutoffs(cutoffs));
        return true;
    }

    @Override
    public void reconnected(long generation) {
        memory.reconnected(generation);
    }

    @Override
    public void join(long generation, FleetRecord record, boolean mustWriteBack) {
        memory.join(generation, record, mustWriteBack);
    }

    @Override
    public String cursor() {
        return memory.cursor();
    }

    @Override
    public Progress apply(BeatReply reply) {
        return memory.apply(reply);
    }

    @Override
    public void invalidate(Collection<byte[]> keys) {
        memory.invalidate(keys);
    }

    @Override
    public void deleted(List<byte[][]> pairs) {
        memory.deleted(pairs);
    }

    @Override
    public boolean isTrackingNeeded() {
        return memory.isTrackingNeeded();
    }
}
