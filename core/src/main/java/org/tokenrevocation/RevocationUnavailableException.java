package org.tokenrevocation;

/**
 * A revocation could not be confirmed: it may or may not be stored. Repeating it is always safe.
 *
 * <p>The message names the cause and never contains a token, a digest or a password.
 */
public final class RevocationUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one without a deeper cause.
     *
     * @param message what could not be done, why, and what remedies it
     */
    public RevocationUnavailableException(String message) {
        super(message);
    }

    /**
     * Makes one with the failure beneath.
     *
     * @param message what could not be done, why, and what remedies it
     * @param cause the failure beneath
     */
    public RevocationUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
