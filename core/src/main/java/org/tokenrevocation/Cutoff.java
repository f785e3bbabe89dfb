package org.tokenrevocation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Ends all tokens of a user, of a session or of a client at once: a token is refused if any cut-off that matches it is not
 * earlier than its {@code iat} claim. Immutable and thread-safe.
 *
 * <p>A cut-off matches a token whose {@code iss} is its issuer and whose claim has its value, both compared character by
 * character. A token without {@code iss} has the issuer of the empty text. A token without an {@code iat} that is a number, or
 * with one that lies further in the future than {@code clock-leeway}, is refused by every cut-off that matches it.
 *
 * <p>An {@code iat} of whole seconds does not tell before from after within one second, so a token that is issued in the second
 * of {@link #issuedUntil} is refused too. An issuer avoids that by an {@code iat} with a fraction, or by issuing the next token
 * in the next second. Where the issuer's clock is ahead of this one's, name a moment by its clock
 * ({@link #withIssuedUntil}).
 */
public final class Cutoff {
    /** The longest issuer and the longest value, in characters. */
    static final int LONGEST = 65_536;

    private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

    private final Claim claim;
    private final String issuer;
    private final String value;
    private final Instant issuedUntil;

    /** What is compared. */
    public enum Claim {
        /** The user: the claim {@code sub}. */
        SUBJECT,
        /** The user's session at the issuer: the claim {@code sid}. */
        SESSION,
        /** The client that tokens were issued to: the claims {@code client_id} and {@code azp}. */
        CLIENT
    }

    private Cutoff(Claim claim, String issuer, String value, Instant issuedUntil) {
        this.claim = Objects.requireNonNull(claim, "claim");
        this.issuer = text("issuer", issuer, 0);
        this.value = text("value", value, 1);
        this.issuedUntil = Objects.requireNonNull(issuedUntil, "issuedUntil").truncatedTo(ChronoUnit.MILLIS);
        if (issuedUntil.isBefore(Instant.EPOCH) || issuedUntil.isAfter(LAST)) {
            throw new IllegalArgumentException("issuedUntil [" + issuedUntil + "] must lie between " + Instant.EPOCH + " and "
                    + LAST + "; see whether milliseconds were taken for seconds");
        }
    }

    private static String text(String name, String text, int shortest) {
        Objects.requireNonNull(text, name);
        if (text.length() < shortest || text.length() > LONGEST) {
            throw new IllegalArgumentException("A cut-off's " + name + " of [" + text.length() + "] characters must have "
                    + shortest + " to " + LONGEST + "; take it from the token's claim");
        }
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (Character.isHighSurrogate(each) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(each)) {
                throw new IllegalArgumentException("A cut-off's " + name + " must be Unicode text, but holds half of a"
                        + " surrogate pair at [" + i + "]; take it from the token's claim as it was decoded");
            }
        }
        return text;
    }

    /**
     * Ends what was issued to a user until now.
     *
     * @param issuer the tokens' {@code iss}; empty for tokens that have none
     * @param subject the tokens' {@code sub}
     * @return a cut-off whose {@link #issuedUntil} is the present moment by this machine's clock
     * @throws IllegalArgumentException if a text is too long or no Unicode, or the subject is empty
     */
    public static Cutoff subject(String issuer, String subject) {
        return new Cutoff(Claim.SUBJECT, issuer, subject, Instant.now());
    }

    /**
     * Ends what was issued within a session until now.
     *
     * @param issuer the tokens' {@code iss}; empty for tokens that have none
     * @param session the tokens' {@code sid}
     * @return a cut-off whose {@link #issuedUntil} is the present moment by this machine's clock
     * @throws IllegalArgumentException if a text is too long or no Unicode, or the session is empty
     */
    public static Cutoff session(String issuer, String session) {
        return new Cutoff(Claim.SESSION, issuer, session, Instant.now());
    }

    /**
     * Ends what was issued to a client until now.
     *
     * @param issuer the tokens' {@code iss}; empty for tokens that have none
     * @param client the tokens' {@code client_id} or {@code azp}
     * @return a cut-off whose {@link #issuedUntil} is the present moment by this machine's clock
     * @throws IllegalArgumentException if a text is too long or no Unicode, or the client is empty
     */
    public static Cutoff client(String issuer, String client) {
        return new Cutoff(Claim.CLIENT, issuer, client, Instant.now());
    }

    /**
     * The same with another moment, for example that of a password change.
     *
     * @param moment held in milliseconds; from 1970 to 2100
     * @return another cut-off
     * @throws IllegalArgumentException if the moment is out of bounds
     */
    public Cutoff withIssuedUntil(Instant moment) {
        return new Cutoff(claim, issuer, value, moment);
    }

    /**
     * What is compared.
     *
     * @return the claim
     */
    public Claim claim() {
        return claim;
    }

    /**
     * Whose tokens.
     *
     * @return the issuer; empty for tokens that name none
     */
    public String issuer() {
        return issuer;
    }

    /**
     * Which user, session or client.
     *
     * @return the claim's value
     */
    public String value() {
        return value;
    }

    /**
     * Tokens that were issued at this moment or earlier are ended.
     *
     * @return the moment, in whole milliseconds
     */
    public Instant issuedUntil() {
        return issuedUntil;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cutoff that && claim == that.claim && issuer.equals(that.issuer) && value.equals(that.value)
                && issuedUntil.equals(that.issuedUntil);
    }

    @Override
    public int hashCode() {
        return Objects.hash(claim, issuer, value, issuedUntil);
    }

    /**
     * For messages; fit for a log.
     *
     * @return claim and moment, but neither issuer nor value
     */
    @Override
    public String toString() {
        return "Cutoff[claim=" + claim + ", issuedUntil=" + issuedUntil + "]";
    }
}
