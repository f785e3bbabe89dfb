package org.tokenrevocation.internal.feed;

import java.util.Collection;

/** What the feed's connection does for the registry and for acknowledgements. Every call returns at once. */
public interface RegistryLink {
    /**
     * Enters a node as present: answered by {@link Membership#registered} or {@link Membership#refused}.
     *
     * @param since the name for the registry if there is none yet
     */
    void register(long generation, Member member, String since, String instance);

    /** Tells operators that a node lives, if it still is present. Not answered. */
    void refresh(long generation, Member member, String instance);

    /** Marks present nodes as leaving: answered by {@link Membership#marked}, if Redis did. */
    void mark(long generation, String epoch, Collection<String> ids);

    /** Deletes nodes that still are leaving. Not answered. */
    void sweep(long generation, String epoch, Collection<String> ids);

    /** Publishes an acknowledgement of a revoker's announcements {@code first} to {@code last}. Not answered. */
    void acknowledge(long generation, String inbox, String id, long first, long last);

    /** Deletes a node's own registration, then calls back; also if the connection is lost or refuses. */
    void leave(long generation, Member member, Runnable left);
}
