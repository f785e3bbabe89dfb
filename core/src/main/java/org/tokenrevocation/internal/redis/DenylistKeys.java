package org.tokenrevocation.internal.redis;

/**
 * The denylist's keys, with one hash tag, so that one script may touch them all in a cluster too.
 *
 * @param revoked the set: a sorted set of records ({@link RecordMember}), the score being the drop time in milliseconds since 1970
 *     ({@code inf} for never), so that what has expired lies together
 * @param changes the stream of what was added, capped, its entries {@code d <record> t <drop time>}
 * @param fleet the fleet record
 * @param channel no key: the channel on which a change is announced, see {@link Announcement}; channels know no databases,
 *     so its name ends with the database's number
 */
record DenylistKeys(String revoked, String changes, String fleet, String channel) {
    static DenylistKeys of(String namespace, int database) {
        String prefix = namespace + ":{denylist}:";
        String changes = prefix + "changes";
        return new DenylistKeys(prefix + "revoked", changes, prefix + "fleet", changes + ":" + database);
    }
}
