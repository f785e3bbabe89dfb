package org.tokenrevocation.internal.jwt.keys;

/** Where the keys of one entry come from. Thread-safe. */
public interface KeySource extends AutoCloseable {
    /** The version of keys of which nobody can tell whether they are up to date. */
    long UNKNOWN_VERSION = -1;

    /** What is at hand, kept keys included; opens no connection. */
    KeyRing.View known();

    /**
     * A set that was read later than the one seen. It is current only if its reading began no earlier than the call did:
     * what an older one lacks may have been published since, so that its silence proves nothing.
     *
     * @throws KeysUnavailableException if it cannot be had in time, or asking again is held back
     */
    KeyRing.View newer(KeyRing.View seen, Deadline deadline) throws KeysUnavailableException;

    /**
     * Another number whenever the current keys have changed, so far as can be told without opening a connection.
     *
     * @return the version, or {@link #UNKNOWN_VERSION}
     */
    long version();

    /** Whether {@code kid} tells which key of the set signed; if not, all are tried and the set is complete. */
    boolean namesKeys();

    /** Whether it may hold secrets and private keys. */
    boolean holdsSecrets();

    @Override
    void close();
}
