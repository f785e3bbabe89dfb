package org.tokenrevocation.internal.keys;

/** Keys cannot be had now. Its message names no secret and no part of a token. */
final class KeysUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    KeysUnavailableException(String message) {
        super(message);
    }

    KeysUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
