package org.tokenrevocation.internal.redis;

/**
 * The denylist's keys, with one hash tag, so that one script may touch them all in a cluster too.
 *
 * @param revoked the set: a sorted set of 16-byte digests, the score being the drop time in milliseconds since 1970
 *     ({@code inf} for never), so that what has expired lies together
 * @param changes the stream of what was added, capped, its entries {@code d <digest> t <drop time>}
 * @param fleet the fleet record
 */
record DenylistKeys(String revoked, String changes, String fleet) {
    static DenylistKeys of(String namespace) {
        String prefix = namespace + ":{denylist}:";
        return new DenylistKeys(prefix + "revoked", prefix + "changes", prefix + "fleet");
    }
}
