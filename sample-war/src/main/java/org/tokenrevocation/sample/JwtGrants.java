package org.tokenrevocation.sample;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tokenrevocation.RevocationUnavailableException;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.Verdict;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/**
 * Tokens as ES256 JWTs (RFC 7519, access tokens as RFC 9068 has them) that the host validates itself: type, signature,
 * issuer, audience, times. Nothing about them lies in Redis until they are revoked, with one exception:
 *
 * <p>{@code sample:spent:<jti>}, written when a refresh token is used. A denylist tells everybody that a token is dead,
 * but not who killed it, so it cannot choose one winner among parallel calls; {@code SET NX} can. The marker lives as
 * long as anybody might accept the token.
 *
 * <p>A refresh token carries the access token of its pair, so that rotation can revoke both. That reveals nothing new:
 * who holds the refresh token gets access tokens anyway.
 */
final class JwtGrants implements Grants {
    /** Who issues; also the audience of refresh tokens, which nobody else is to take. */
    static final String ISSUER = "https://sample.invalid";

    private static final String API = "api";
    private static final JOSEObjectType ACCESS_TYPE = new JOSEObjectType("at+jwt");
    private static final JOSEObjectType REFRESH_TYPE = new JOSEObjectType("rt+jwt");
    private static final String SESSION = "sid";
    private static final String ACCESS = "access";
    private static final String SPENT = "sample:spent:";

    private final ECKey key;
    private final RedisClient redis;
    private final TokenRevocation revocation;
    private final DefaultJWTProcessor<SecurityContext> accessTokens;
    private final DefaultJWTProcessor<SecurityContext> refreshTokens;

    /** Takes the client over. */
    JwtGrants(ECKey key, RedisClient redis, TokenRevocation revocation) {
        this.key = key;
        this.redis = redis;
        this.revocation = revocation;
        this.accessTokens = processor(key, ACCESS_TYPE, API, Set.of("sub", "exp", "jti", SESSION));
        this.refreshTokens = processor(key, REFRESH_TYPE, ISSUER, Set.of("sub", "exp", "jti", SESSION, ACCESS));
    }

    private static DefaultJWTProcessor<SecurityContext> processor(
            ECKey key, JOSEObjectType type, String audience, Set<String> required) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(type));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.ES256, new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK()))));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience, new JWTClaimsSet.Builder().issuer(ISSUER).build(), required));
        return processor;
    }

    @Override
    public Tokens issue(String subject, String session) {
        JWTClaimsSet access = claims(subject, session, API, ACCESS_LIFETIME).build();
        String accessToken = signed(ACCESS_TYPE, access);
        return new Tokens(accessToken, signed(REFRESH_TYPE,
                claims(subject, session, ISSUER, REFRESH_LIFETIME).claim(ACCESS, accessToken).build()));
    }

    private static JWTClaimsSet.Builder claims(String subject, String session, String audience, Duration life) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(audience)
                .subject(subject)
                .claim(SESSION, session)
                .jwtID(Tokens.randomSession())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)));
    }

    private String signed(JOSEObjectType type, JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).type(type).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the key of sample.signing-key must be private and of P-256", e);
        }
    }

    @Override
    public Optional<Access> find(String accessToken) {
        return verified(accessTokens, accessToken)
                .map(claims -> new Access(claims.getSubject(), text(claims, SESSION), remaining(claims)));
    }

    @Override
    public Optional<Spent> spend(String refreshToken) {
        Optional<JWTClaimsSet> claims = verified(refreshTokens, refreshToken);
        if (claims.isEmpty() || !isLive(refreshToken) || !isFirstUse(claims.get())) {
            return Optional.empty();
        }
        return claims.map(found -> new Spent(
                found.getSubject(), text(found, SESSION), List.of(refreshToken, text(found, ACCESS))));
    }

    private boolean isLive(String refreshToken) {
        Verdict verdict = revocation.verdict(refreshToken);
        if (verdict == Verdict.UNDECIDED) {
            throw new RevocationUnavailableException("whether the refresh token is revoked cannot be told; repeat it");
        }
        return verdict == Verdict.LIVE;
    }

    private boolean isFirstUse(JWTClaimsSet claims) {
        Duration kept = remaining(claims).plus(revocation.settings().clockLeeway());
        return redis.set(SPENT + claims.getJWTID(), "", SetParams.setParams().nx().px(kept.toMillis())) != null;
    }

    private static Optional<JWTClaimsSet> verified(DefaultJWTProcessor<SecurityContext> processor, String token) {
        try {
            return Optional.of(processor.process(token, null));
        } catch (ParseException | BadJOSEException | JOSEException refused) {
            return Optional.empty();
        }
    }

    private static String text(JWTClaimsSet claims, String name) {
        return (String) claims.getClaim(name);
    }

    /** Not below zero: the library accepts a token for a minute after its expiry. */
    private static Duration remaining(JWTClaimsSet claims) {
        Duration remaining = Duration.between(Instant.now(), claims.getExpirationTime().toInstant());
        return remaining.isNegative() ? Duration.ZERO : remaining;
    }

    @Override
    public void close() {
        redis.close();
    }
}
