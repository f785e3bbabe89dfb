package org.tokenrevocation.spring;

/** A property {@code revocation.*} is missing, unknown or out of bounds. */
final class InvalidPropertiesException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidPropertiesException(IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
    }
}
