package org.tokenrevocation.internal.jwt.keys;

/** Keys cannot be had now. Its message names no secret and no part of a token. */
public final class KeysUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    public KeysUnavailableException(String message) {
        super(message);
    }

    public KeysUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
