package org.tokenrevocation.internal.feed;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.tokenrevocation.internal.lease.CommitWait;

/**
 * Takes nodes out of the registry that did not acknowledge, in two steps: first marked as leaving, and from then on their
 * beats give no lease; deleted no earlier than 1.2 L after the mark was confirmed, when every lease of before has ended,
 * and only if they still are leaving. Deleted at once, a node that is merely slow would answer from memory under a lease
 * that nobody waits for. A node that lives registers anew, under another id. Guarded by the feed's lock.
 */
final class SilentNodes {
    private final RegistryLink link;
    private final Timer timer;
    private final Consumer<Runnable> guard;
    private final Set<String> underWay = new HashSet<>();

    SilentNodes(RegistryLink link, Timer timer, Consumer<Runnable> guard) {
        this.link = link;
        this.timer = timer;
        this.guard = guard;
    }

    /** Marks those that are not being taken out already. */
    void mark(long generation, String epoch, Collection<String> ids) {
        Set<String> fresh = ids.stream().filter(id -> !underWay.contains(id)).collect(Collectors.toSet());
        if (!fresh.isEmpty()) {
            underWay.addAll(fresh);
            link.mark(generation, epoch, fresh);
        }
    }

    /** Redis has confirmed the marks. */
    void marked(long generation, String epoch, Collection<String> ids, long boundNanos) {
        timer.schedule(() -> guard.accept(() -> sweep(generation, epoch, ids)), CommitWait.nanos(boundNanos));
    }

    private void sweep(long generation, String epoch, Collection<String> ids) {
        if (underWay.removeAll(ids)) {
            link.sweep(generation, epoch, ids);
        }
    }

    /** The connection is another one: whoever is silent still is marked again. */
    void forgetAll() {
        underWay.clear();
    }
}
