package org.tokenrevocation.internal.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * EC certificates made by keytool: an authority ({@code ca}); by it a server here ({@code good}), one that has expired
 * ({@code expired}) and one of another name ({@code elsewhere}); and one by nobody ({@code stranger}).
 */
final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String HERE = "SAN=ip:127.0.0.1";

    private final Path folder;
    private final KeyStore all;

    Certificates(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        this.folder = folder;
        make("ca", "-ext", "bc:c");
        make("good", "-ext", HERE, "-signer", "ca");
        make("expired", "-ext", HERE, "-signer", "ca", "-startdate", "-10d", "-validity", "1");
        make("elsewhere", "-ext", "SAN=dns:elsewhere.example", "-signer", "ca");
        make("stranger", "-ext", HERE);
        all = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(folder.resolve("all.p12"))) {
            all.load(bytes, PASSWORD);
        }
    }

    private void make(String alias, String... options) throws IOException, InterruptedException {
        Path log = folder.resolve("keytool.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", alias,
                "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + alias, "-keystore", folder.resolve("all.p12").toString(),
                "-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue(), Files.readString(log));
    }

    byte[] encoded(String alias) throws GeneralSecurityException {
        return all.getCertificate(alias).getEncoded();
    }

    KeyPair keyPair(String alias) throws GeneralSecurityException {
        return new KeyPair(all.getCertificate(alias).getPublicKey(), (PrivateKey) all.getKey(alias, PASSWORD));
    }

    char[] password() {
        return PASSWORD.clone();
    }

    /** A server's store with this key alone. */
    KeyStore identity(String alias) throws GeneralSecurityException, IOException {
        KeyStore one = empty();
        Certificate[] chain = all.getCertificateChain(alias);
        one.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, chain);
        return one;
    }

    /** A client's store that trusts the authority. */
    KeyStore trust() throws GeneralSecurityException, IOException {
        KeyStore one = empty();
        one.setCertificateEntry("ca", all.getCertificate("ca"));
        return one;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        return one;
    }
}
