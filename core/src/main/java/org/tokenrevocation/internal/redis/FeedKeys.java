package org.tokenrevocation.internal.redis;

/**
 * What a feed reads in Redis.
 *
 * @param fleet the fleet record, a string ({@code GET}; founded by {@link FleetScript})
 * @param stream the change stream; null in sessions mode
 * @param set the set of revoked digests, of which only the size is read; null in sessions mode
 * @param channel where revocations are announced; channels know no databases, so its name ends with the database's number
 * @param tracked the prefix whose changes are pushed; null in denylist mode
 * @param probe the prefix of the key that a feed writes to see its own push, each feed tracking its own key only; null in
 *     denylist mode
 */
public record FeedKeys(String fleet, String stream, String set, String channel, String tracked, String probe) {
    /**
     * The keys of a fleet that shares sessions. The fleet record's name is derived from the access pattern, not from the
     * namespace, so that all who share the sessions share the record.
     *
     * @param accessPattern {@code session-key-access} as written
     * @param accessPrefix its fixed part: all that the filter reads
     */
    public static FeedKeys sessions(String namespace, String accessPattern, String accessPrefix, int database) {
        String fleet = "token-revocation:fleet:" + accessPattern;
        return new FeedKeys(fleet, null, null, fleet + ":revocations:" + database, accessPrefix, namespace + ":feed:");
    }

    /** The registry of an epoch: beside the fleet record, and in its slot. */
    String nodes(String epoch) {
        return fleet + ":nodes:" + epoch;
    }

    /** The channel of writes that only replicas are to see. */
    String fence() {
        return channel + ":fence";
    }

    /** The channel on which nodes hear which entries others have deleted; sessions mode, with a fence. */
    String deletions() {
        return channel + ":deletions";
    }

    /** The channel on which a node hears acknowledgements. */
    String inbox(String inbox) {
        return channel + ":" + inbox;
    }

    /** The keys of a fleet that shares a denylist; all in one slot. */
    public static FeedKeys denylist(String namespace, int database) {
        DenylistKeys keys = DenylistKeys.of(namespace, database);
        return new FeedKeys(keys.fleet(), keys.changes(), keys.revoked(), keys.channel(), null, null);
    }
}
