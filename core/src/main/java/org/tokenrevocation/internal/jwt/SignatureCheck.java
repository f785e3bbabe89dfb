package org.tokenrevocation.internal.jwt;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tokenrevocation.internal.jwt.keys.JoseKey;

/**
 * A signed token against sets of keys, for one call. The issuer signed the {@code kid} too, so the key that it names is
 * tried alone. Where it names none of the set, all keys of a fitting type are tried: a host may ignore it. No key is tried
 * twice in a call, and the work of a call is bounded, since anybody may ask for it. One thread at a time.
 */
final class SignatureCheck {
    /** The most work of one call: checks by 64 RSA keys, eight of P-256, three of P-384 or two of P-521. */
    static final int MAX_WORK = 512;

    /** The most readings of one token, in its signature and its padding: more than two that fit are made to cost. */
    private static final int MAX_READINGS = 2;

    private static final int WORK_BITS = 32;
    private static final int WORK_OF_OTHERS = 8;

    private final JoseToken token;
    private final Optional<SignatureAlgorithm> algorithm;
    private final String keyType;
    private final List<byte[]> inputs;
    private final List<byte[]> signatures;
    private final Set<Key> wrong = new HashSet<>();
    private int work;

    SignatureCheck(JoseToken token) {
        this.token = token;
        algorithm = SignatureAlgorithm.named(token.algorithm());
        keyType = SignatureAlgorithm.keyType(token.algorithm());
        inputs = token.signingInputs();
        signatures = token.signatures();
    }

    /** Whether no key can ever vouch for it: {@code none}, or no signature at all. */
    boolean isHopeless() {
        return signatures.isEmpty() || token.algorithm().equalsIgnoreCase("none");
    }

    /** Whether only a shared secret could have signed it, which no URL publishes. */
    boolean needsSecret() {
        return "oct".equals(keyType);
    }

    SignatureResult judge(List<JoseKey> keys, boolean namesKeys) {
        SignatureResult byNamed = judge(keys.stream().filter(this::isNamed).toList());
        if (byNamed != SignatureResult.UNKNOWN_KEY) {
            return byNamed;
        }
        SignatureResult byOthers = judge(keys.stream().filter(this::mayBeMeant).toList());
        boolean isDecided = byOthers == SignatureResult.GOOD || byOthers == SignatureResult.CANNOT_TELL;
        return isDecided ? byOthers : namesKeys ? SignatureResult.UNKNOWN_KEY : SignatureResult.WRONG;
    }

    private boolean isNamed(JoseKey key) {
        return token.kid() != null && token.kid().equals(key.kid());
    }

    /** A key that can verify, whatever its id; else one whose id does not say that another is meant. */
    private boolean mayBeMeant(JoseKey key) {
        boolean isTellable = key.isUsable() && algorithm.isPresent();
        return !isNamed(key) && (isTellable || token.kid() == null || key.kid() == null);
    }

    /** What these keys say; {@link SignatureResult#UNKNOWN_KEY} if none of them is of a fitting type. */
    private SignatureResult judge(List<JoseKey> keys) {
        SignatureResult said = SignatureResult.UNKNOWN_KEY;
        for (JoseKey key : keys) {
            boolean mayFit = keyType == null ? !"private".equals(key.type())
                    : key.type() == null || keyType.equals(key.type());
            if (!mayFit) {
                continue;
            }
            SignatureResult byKey = !key.isUsable() || algorithm.isEmpty() ? SignatureResult.CANNOT_TELL : judge(key.key());
            if (byKey == SignatureResult.GOOD) {
                return SignatureResult.GOOD;
            }
            said = said == SignatureResult.CANNOT_TELL ? said : byKey;
        }
        return said;
    }

    private SignatureResult judge(Key key) {
        if (wrong.contains(key)) {
            return SignatureResult.WRONG;
        }
        List<ByteBuffer> forms = signatures.stream()
                .flatMap(signature -> algorithm.get().form(key, signature).stream())
                .map(ByteBuffer::wrap).distinct().toList();
        int readings = inputs.size() * forms.size();
        work += readings * work(key);
        if (readings > MAX_READINGS || work > MAX_WORK) {
            return SignatureResult.CANNOT_TELL;
        }
        try {
            if (isBy(key, forms)) {
                return SignatureResult.GOOD;
            }
        } catch (GeneralSecurityException e) {
            // The platform lacks the algorithm or refuses the key; nobody may call the signature wrong then.
            return SignatureResult.CANNOT_TELL;
        }
        wrong.add(key);
        return SignatureResult.WRONG;
    }

    private static int work(Key key) {
        int words = key instanceof ECPublicKey ec ? ec.getParams().getOrder().bitLength() / WORK_BITS : 0;
        return Math.max(WORK_OF_OTHERS, words * words);
    }

    private boolean isBy(Key key, List<ByteBuffer> forms) throws GeneralSecurityException {
        for (byte[] input : inputs) {
            for (ByteBuffer form : forms) {
                if (algorithm.get().verifies(key, input, form.array())) {
                    return true;
                }
            }
        }
        return false;
    }
}
