package org.tokenrevocation.internal.jwt.keys;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why a JWK set could not be fetched, in words that tell an operator whom to ask; the URL stays out of them. */
final class FetchTrouble {
    private FetchTrouble() {}

    static String words(Throwable trouble) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = trouble; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes.stream().flatMap(cause -> ofCertificate(cause).stream()).findFirst()
                .or(() -> causes.stream().flatMap(cause -> ofConnection(cause).stream()).findFirst())
                .orElseGet(() -> trouble.getClass().getSimpleName());
    }

    private static Optional<String> ofCertificate(Throwable cause) {
        if (cause instanceof CertificateExpiredException) {
            return Optional.of("the server's certificate has expired");
        }
        if (cause instanceof CertificateNotYetValidException) {
            return Optional.of("the server's certificate is not valid yet; is this machine's clock right?");
        }
        if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException path
                && path.getReason() == PKIXReason.NO_TRUST_ANCHOR) {
            return Optional.of("the server's certificate is of an authority that this JVM does not trust; its trust store is"
                    + " the system property javax.net.ssl.trustStore, or cacerts");
        }
        String told = cause.getMessage() == null ? "" : cause.getMessage();
        boolean isOtherName = cause instanceof CertificateException
                && (told.startsWith("No name matching") || told.startsWith("No subject alternative"));
        return isOtherName ? Optional.of("the server's certificate is for another host name") : Optional.empty();
    }

    private static Optional<String> ofConnection(Throwable cause) {
        return cause instanceof KeysUnavailableException ? Optional.of(cause.getMessage())
                : cause instanceof UnknownHostException ? Optional.of("its host name cannot be resolved")
                : cause instanceof SocketTimeoutException ? Optional.of("no whole answer in time")
                : cause instanceof ConnectException ? Optional.of("no connection to its server")
                : Optional.empty();
    }
}
