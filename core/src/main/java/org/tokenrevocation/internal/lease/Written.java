package org.tokenrevocation.internal.lease;

/** What Redis answered to an exchange that wrote revocations, read the registry and announced them, in this order. */
public interface Written extends FleetStamped {
    /** The registry, read behind the write and before the announcement. */
    Registry registry();

    /** Whether the announcement was published. */
    boolean isAnnounced();

    /** How many replicas have acknowledged it; 0 where none was asked to. */
    int acknowledged();

    /** Whether nothing was written because all of it together was too much. */
    default boolean isTooMuch() {
        return false;
    }
}
