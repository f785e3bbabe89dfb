package org.tokenrevocation.sample;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import jakarta.servlet.ServletContext;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;

/**
 * The key that signs the host's tokens in denylist mode. Several nodes share the one that {@code sample.signing-key}
 * names, a file with a private JWK (P-256, with a {@code kid}); a single node without it makes its own, whose tokens
 * end with it. Its public half is all that the guard learns: it becomes the setting {@code jwt-keys}, unless that is set.
 */
final class SigningKey {
    private static final String SETTING = "sample.signing-key";
    private static final String JWT_KEYS = "revocation.jwt-keys";
    private static final String ATTRIBUTE = SigningKey.class.getName();

    private SigningKey() {}

    /** At the start, before the guard reads its settings; nothing in sessions mode. */
    static void prepare(ServletContext context) {
        if (!"denylist".equals(HostSetting.of(context, "revocation.mode"))) {
            return;
        }
        ECKey key = read(HostSetting.of(context, SETTING));
        context.setAttribute(ATTRIBUTE, key);
        if (HostSetting.of(context, JWT_KEYS) == null) {
            context.setInitParameter(JWT_KEYS, "jwks:" + escaped(publish(context, key)) + ";issuer=" + JwtGrants.ISSUER);
        }
    }

    /** The key of this web application. */
    static ECKey of(ServletContext context) {
        return (ECKey) context.getAttribute(ATTRIBUTE);
    }

    private static ECKey read(String file) {
        try {
            return file == null
                    ? new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate()
                    : ECKey.parse(Files.readString(Path.of(file)));
        } catch (IOException | ParseException e) {
            throw new IllegalArgumentException("Setting " + SETTING + " must name a readable file with a private EC JWK,"
                    + " but is [" + file + "]; write one there, or leave it out for a key of this node's own", e);
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    private static Path publish(ServletContext context, ECKey key) {
        Path file = ((File) context.getAttribute(ServletContext.TEMPDIR)).toPath().toAbsolutePath()
                .resolve("sample-jwks.json");
        try {
            return Files.writeString(file, new JWKSet(key.toPublicJWK()).toString(true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As jwt-keys wants it. */
    private static String escaped(Path file) {
        return file.toString().replace("%", "%25").replace(",", "%2C").replace(";", "%3B");
    }
}
