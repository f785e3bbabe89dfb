package org.tokenrevocation.internal.identity;

import java.util.Map;

/**
 * What a JOSE header says, as far as signatures and encryption need it (RFC 7515 section 4.1, RFC 7516 section 4.1, RFC 7518
 * section 4). Other members, {@code jku}, {@code x5u}, {@code jwk} and {@code crit} among them, are not read. Immutable.
 */
public final class JoseFields {
    private final JoseHeader kind;
    private final Map<String, Object> members;
    private final boolean isAmbiguous;

    JoseFields(JoseHeader kind, Map<String, Object> members, boolean isAmbiguous) {
        this.kind = kind;
        this.members = Map.copyOf(members);
        this.isAmbiguous = isAmbiguous;
    }

    /** What the token is by this header. */
    public JoseHeader kind() {
        return kind;
    }

    /**
     * The members {@code alg}, {@code enc}, {@code kid}, {@code zip}, {@code apu}, {@code apv}, {@code iv} and {@code tag}
     * that are strings, and {@code epk} as a map of its strings. The last one counts where a name is repeated.
     */
    public Map<String, Object> members() {
        return members;
    }

    /** Whether one of these names is repeated with another value, so that libraries read different headers. */
    public boolean isAmbiguous() {
        return isAmbiguous;
    }

    /** A member that is a string, or null. */
    public String text(String name) {
        return members.get(name) instanceof String text ? text : null;
    }
}
