package org.tokenrevocation.internal.settings;

/** Who may have a token recorded that no key of ours verifies; setting {@code accept-unverified}. */
public enum UnverifiedPolicy {
    /** Nobody. */
    FALSE,
    /** Clients that the endpoint has authenticated. */
    TRUE,
    /** Everybody who reaches the endpoint. */
    ANONYMOUS
}
