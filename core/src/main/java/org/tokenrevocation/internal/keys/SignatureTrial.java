package org.tokenrevocation.internal.keys;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A signed token against sets of keys, for one call. The issuer signed the {@code kid} too, so the key that it names is
 * tried alone. Where it names none of the set, all keys of a fitting type are tried: a host may ignore it. No key is tried
 * twice in a call, and the work of a call is bounded, since anybody may ask for it. One thread at a time.
 */
final class SignatureTrial {
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

    SignatureTrial(JoseToken token) {
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

    Trial judge(List<JoseKey> keys, boolean namesKeys) {
        Trial byNamed = judge(keys.stream().filter(this::isNamed).toList());
        if (byNamed != Trial.UNKNOWN_KEY) {
            return byNamed;
        }
        Trial byOthers = judge(keys.stream().filter(this::mayBeMeant).toList());
        boolean isDecided = byOthers == Trial.GOOD || byOthers == Trial.CANNOT_TELL;
        return isDecided ? byOthers : namesKeys ? Trial.UNKNOWN_KEY : Trial.WRONG;
    }

    private boolean isNamed(JoseKey key) {
        return token.kid() != null && token.kid().equals(key.kid());
    }

    /** A key that can verify, whatever its id; else one whose id does not say that another is meant. */
    private boolean mayBeMeant(JoseKey key) {
        boolean isTellable = key.isUsable() && algorithm.isPresent();
        return !isNamed(key) && (isTellable || token.kid() == null || key.kid() == null);
    }

    /** What these keys say; {@link Trial#UNKNOWN_KEY} if none of them is of a fitting type. */
    private Trial judge(List<JoseKey> keys) {
        Trial said = Trial.UNKNOWN_KEY;
        for (JoseKey key : keys) {
            boolean mayFit = keyType == null ? !"private".equals(key.type())
                    : key.type() == null || keyType.equals(key.type());
            if (!mayFit) {
                continue;
            }
            Trial byKey = !key.isUsable() || algorithm.isEmpty() ? Trial.CANNOT_TELL : judge(key.key());
            if (byKey == Trial.GOOD) {
                return Trial.GOOD;
            }
            said = said == Trial.CANNOT_TELL ? said : byKey;
        }
        return said;
    }

    private Trial judge(Key key) {
        if (wrong.contains(key)) {
            return Trial.WRONG;
        }
        List<ByteBuffer> forms = signatures.stream()
                .flatMap(signature -> algorithm.get().form(key, signature).stream())
                .map(ByteBuffer::wrap).distinct().toList();
        int readings = inputs.size() * forms.size();
        work += readings * work(key);
        if (readings > MAX_READINGS || work > MAX_WORK) {
            return Trial.CANNOT_TELL;
        }
        try {
            if (isBy(key, forms)) {
                return Trial.GOOD;
            }
        } catch (GeneralSecurityException e) {
            // The platform lacks the algorithm or refuses the key; nobody may call the signature wrong then.
            return Trial.CANNOT_TELL;
        }
        wrong.add(key);
        return Trial.WRONG;
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
