package org.tokenrevocation.internal.jwt;

/** Opens encrypted tokens (RFC 7516) on the request path. Thread-safe. */
public interface TokenOpener {
    /** Instead of a version: whether the keys have changed cannot be told now. */
    long UNKNOWN = -1;

    /** How often a token may be sealed; one that is sealed more often is malformed. */
    int MOST_SEALS = 4;

    /** Opens nothing: for nodes without keys. */
    TokenOpener NONE = new TokenOpener() {
        @Override
        public Opening open(String token) {
            return new Opening.Closed();
        }

        @Override
        public long keysVersion() {
            return 0;
        }
    };

    /**
     * Opens a token with the keys at hand, and fetches none. May wait for its turn, because strangers choose how many tokens
     * ask for the costly arithmetic, but no longer than the time-out that was given at construction.
     *
     * @param token with a JOSE header; of any length and any characters
     */
    Opening open(String token);

    /**
     * Another number whenever the keys have changed; a token that was closed may open then. To be read before the token is
     * opened.
     *
     * @return the version, or {@link #UNKNOWN}
     */
    long keysVersion();

    /** What became of it. Immutable. */
    sealed interface Opening {
        /**
         * A key opened it.
         *
         * @param content what is inside, not to be changed
         */
        record Opened(byte[] content) implements Opening {}

        /** No key of ours opens it. */
        record Closed() implements Opening {}

        /**
         * Nobody can tell now: no key at hand opens it, and newer ones cannot be read; or too many tokens wait for their turn.
         *
         * @param why a text without any part of the token
         */
        record Unavailable(String why) implements Opening {}
    }
}
