package org.tokenrevocation.internal.lease;

/**
 * How many replicas have to acknowledge, so that a primary that was replaced gives no lease any more once its successor
 * confirms a revocation. Immutable.
 *
 * <p>The argument. Let P be replaced by P'. Besides these two there are R - 1 servers that may acknowledge. A beat on P was
 * acknowledged by b of them or P' itself, a revocation on P' by w of them or P. As b + w is R at the least, one server
 * acknowledged both, and it left P before it followed P'. So the beat was sent before the revocation was confirmed, and its
 * lease ends L after that at the latest.
 *
 * @param replicas R: how many servers besides the primary may acknowledge or be promoted; 0 for no fence
 * @param leaseAcks b: how many of them must acknowledge a beat before it gives a lease
 * @param revokeAcks w: how many of them must acknowledge a revocation before it is confirmed
 */
public record Fence(int replicas, int leaseAcks, int revokeAcks) {
    /** One server, or several of which operators say that none is ever promoted. */
    public static final Fence NONE = new Fence(0, 0, 0);

    /** Whether beats and revocations ask for acknowledgements, or at least write. */
    public boolean isOn() {
        return replicas > 0;
    }

    /**
     * How many must acknowledge a beat for it to count in a founding. Where a confirmed revocation may be missing at a server
     * that is promoted, the founding is the time to write it back, and nodes come to it once the last primary gives no lease.
     */
    public int foundingAcks() {
        return hasPartialCopies() ? revokeAcks : 0;
    }

    /** Whether some servers that may be promoted may lack a confirmed revocation. */
    public boolean hasPartialCopies() {
        return revokeAcks > 0 && revokeAcks < replicas;
    }

    /** b where so many replicas are connected: those that R does not count must not outvote the others. */
    public int leaseAcks(int connected) {
        return isOn() ? Math.max(leaseAcks, connected - revokeAcks) : 0;
    }

    /** Whether none of this one's numbers is below the other's. */
    public boolean covers(Fence other) {
        return replicas >= other.replicas && leaseAcks >= other.leaseAcks && revokeAcks >= other.revokeAcks;
    }

    /** The least that covers both. */
    public Fence with(Fence other) {
        return new Fence(Math.max(replicas, other.replicas), Math.max(leaseAcks, other.leaseAcks),
                Math.max(revokeAcks, other.revokeAcks));
    }

    /** By hand: in JDK 17 a generated one leaves this class, and so an undeployed application, in a static of the JDK. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Fence that && covers(that) && that.covers(this);
    }

    @Override
    public int hashCode() {
        return (replicas * 31 + leaseAcks) * 31 + revokeAcks;
    }

    @Override
    public String toString() {
        return "replicas=" + replicas + ", lease-acks=" + leaseAcks + ", revoke-acks=" + revokeAcks;
    }
}
