package org.tokenrevocation.sample.launcher;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.UUID;

/** The key that all nodes of a fleet sign with, made anew for each run: its tokens end with it. */
final class FleetKey {
    private static final int BYTES = 32;

    private FleetKey() {}

    /** Writes a private JWK (RFC 7518 section 6.2) into the folder, which nobody else may read. */
    static Path write(Path folder) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        ECPublicKey open = (ECPublicKey) pair.getPublic();
        String jwk = """
                {"kty":"EC","crv":"P-256","kid":"%s","x":"%s","y":"%s","d":"%s"}""".formatted(UUID.randomUUID(), text(open.getW().getAffineX()), text(open.getW().getAffineY()),
                text(((ECPrivateKey) pair.getPrivate()).getS()));
        return Files.writeString(folder.resolve("signing-key.json"), jwk);
    }

    /** Exactly 32 bytes, whatever their number is. */
    private static String text(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[BYTES];
        int length = Math.min(bytes.length, BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
