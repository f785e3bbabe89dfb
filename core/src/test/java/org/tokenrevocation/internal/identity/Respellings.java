package org.tokenrevocation.internal.identity;

import com.nimbusds.jose.JOSEException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Every way that we know, and some random ones, to spell a token otherwise without its issuer's key. */
final class Respellings {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final List<String> JUNK =
            List.of(" ", "\n", "\r\n", "\t", "!", "~", "=", "==", "*", "%", ":", "\u0000", "\u00e4", "\u2028", "+", "A");

    private final TokenMint mint;
    private final Random random;
    private final String token;
    private final String[] parts;
    private final List<List<String>> variants = new ArrayList<>();
    private final List<Respelling> found = new ArrayList<>();

    /** One spelling and the rule that made it. */
    record Respelling(String rule, String token) {}

    private Respellings(TokenMint mint, Random random, String token) {
        this.mint = mint;
        this.random = random;
        this.token = token;
        this.parts = token.split("\\.", -1);
        Stream.of(parts).forEach(part -> variants.add(new ArrayList<>()));
    }

    static List<Respelling> of(TokenMint mint, Random random, String algorithm, String token) throws JOSEException {
        Respellings made = new Respellings(mint, random, token);
        made.segments();
        made.frame();
        made.blanksAroundDots();
        if (made.parts.length == 3) {
            made.signature(algorithm);
        } else {
            made.encryptedKey();
            made.add("tag cut", made.with(4, made.parts[4].substring(0, made.parts[4].length() / 2)));
            made.add("tag empty", made.with(4, ""));
        }
        made.several();
        made.chance();
        made.found.removeIf(respelling -> respelling.token.equals(token));
        return made.found;
    }

    /** Another text for one part; kept, so that several parts can be re-spelled at once. */
    private void vary(String rule, int part, String text) {
        add(rule, with(part, text));
        variants.get(part).add(text);
    }

    private void several() {
        for (int i = 0; i < 60; i++) {
            String[] changed = parts.clone();
            for (int part = 0; part < parts.length; part++) {
                List<String> texts = variants.get(part);
                changed[part] = random.nextBoolean() ? parts[part] : texts.get(random.nextInt(texts.size()));
            }
            add("several parts at once", String.join(".", changed));
        }
    }

    private void add(String rule, String spelling) {
        found.add(new Respelling(rule, spelling));
    }

    private String with(int part, String text) {
        String[] changed = parts.clone();
        changed[part] = text;
        return String.join(".", changed);
    }

    private String name(int part) {
        String[] names = parts.length == 3
                ? new String[] {"header", "payload", "signature"}
                : new String[] {"header", "key", "iv", "ciphertext", "tag"};
        return names[part];
    }

    private void segments() {
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            String where = name(i);
            unusedBits(i);
            for (String padding : List.of("=", "==", "===")) {
                vary("= after " + where, i, part + padding);
            }
            vary("junk behind = after " + where, i, part + "=junk");
            vary("junk behind = after " + where, i, part + "==junk");
            vary("+/ in " + where, i, part.replace('-', '+').replace('_', '/'));
            vary("dangling character in " + where, i, part + "A");
            vary("dangling character in " + where, i, part + "AA");
            vary("cut " + where, i, part.substring(0, Math.max(0, part.length() - 1)));
            for (String junk : JUNK) {
                int at = random.nextInt(part.length() + 1);
                vary("junk in " + where, i, part.substring(0, at) + junk + part.substring(at));
                vary("junk after " + where, i, part + junk);
                vary("junk before " + where, i, junk + part);
            }
            vary("another alphabet in " + where, i, lookAlike(part));
        }
    }

    /** The character of which a careless decoder sees only the low byte. */
    private String lookAlike(String part) {
        if (part.isEmpty()) {
            return "\u0141";
        }
        int at = random.nextInt(part.length());
        return part.substring(0, at) + (char) (part.charAt(at) + 0x100) + part.substring(at + 1);
    }

    private void unusedBits(int i) {
        String part = parts[i];
        int unused = new int[] {0, 6, 4, 2}[part.length() % 4];
        if (part.isEmpty() || unused == 0) {
            return;
        }
        int last = ALPHABET.indexOf(part.charAt(part.length() - 1));
        for (int bits = 1; bits < 1 << Math.min(unused, 4); bits++) {
            char other = ALPHABET.charAt(last ^ bits);
            vary("unused bits of " + name(i), i, part.substring(0, part.length() - 1) + other);
            String padding = "=".repeat(4 - part.length() % 4);
            vary("unused bits and = of " + name(i), i, part.substring(0, part.length() - 1) + other + padding);
        }
    }

    private void frame() {
        for (String tail : List.of(".", "..", "...", ".x", "..x", ".x.y", ".x.y.z", "~", "~x~", "~x.y.z", "?", "#")) {
            add("tail " + tail, token + tail);
        }
        for (String front : List.of(".", "..", "~", "=", "!", "~.", "-", "+", "Bearer ", "\ufeff")) {
            add("front " + front, front + token);
        }
        add("second dot doubled", token.replaceFirst("\\.([^.]*)\\.", ".$1.."));
        add("first dot doubled", token.replaceFirst("\\.", ".."));
        add("segment between", token.replaceFirst("\\.([^.]*)\\.", ".$1.x."));
        add("last dot missing", token.substring(0, token.lastIndexOf('.')));
        add("last segment empty", token.substring(0, token.lastIndexOf('.') + 1));
        add("all but the header missing", parts[0]);
        add("upper case", token.toUpperCase(Locale.ROOT));
        add("quoted", '"' + token + '"');
    }

    private void blanksAroundDots() {
        for (String blank : List.of(" ", "\t", "\n")) {
            add("blanks around dots", String.join(blank + "." + blank, parts));
            add("blanks around dots", String.join("." + blank, parts));
            add("blanks around dots", String.join(blank + ".", parts));
            add("blanks around token", blank + token + blank);
            add("blanks around token", token + blank);
        }
    }

    private void signature(String algorithm) throws JOSEException {
        byte[] signature = TokenMint.decode(parts[2]);
        vary("signature cut", 2, TokenMint.encode(Arrays.copyOf(signature, signature.length - 1)));
        vary("signature cut", 2, TokenMint.encode(Arrays.copyOf(signature, 16)));
        vary("signature longer", 2, TokenMint.encode(Arrays.copyOf(signature, signature.length + 1)));
        byte[] led = new byte[signature.length + 1];
        System.arraycopy(signature, 0, led, 1, signature.length);
        vary("signature led by zero", 2, TokenMint.encode(led));
        if (algorithm.equals("ES256")) {
            byte[] mirrored = mint.mirrored(signature);
            vary("s to n-s", 2, TokenMint.encode(mirrored));
            vary("signature as DER", 2, TokenMint.encode(TokenMint.der(signature)));
            vary("signature as DER, s to n-s", 2, TokenMint.encode(TokenMint.der(mirrored)));
        }
        vary("signature in standard base64", 2, Base64.getEncoder().encodeToString(signature));
        vary("signature in MIME base64", 2, Base64.getMimeEncoder().encodeToString(signature));
    }

    private void encryptedKey() {
        if (parts[1].isEmpty()) {
            for (String bytes : List.of("AA", "AAAA", "x", "abcdefgh", "=", "!", "~", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")) {
                vary("bytes in empty key", 1, bytes);
            }
            return;
        }
        byte[] key = TokenMint.decode(parts[1]);
        byte[] led = new byte[key.length + 1];
        System.arraycopy(key, 0, led, 1, key.length);
        vary("key led by zero", 1, TokenMint.encode(led));
        if (key[0] == 0) {
            vary("leading zero of key stripped", 1, TokenMint.encode(Arrays.copyOfRange(key, 1, key.length)));
        }
        vary("key empty", 1, "");
    }

    private void chance() {
        String letters = ALPHABET + "+/=~.! \n";
        for (int i = 0; i < 40; i++) {
            int at = random.nextInt(token.length());
            char any = letters.charAt(random.nextInt(letters.length()));
            add("random insertion", token.substring(0, at) + any + token.substring(at));
            add("random replacement", token.substring(0, at) + any + token.substring(at + 1));
            add("random deletion", token.substring(0, at) + token.substring(at + 1));
            char flipped = Character.isLowerCase(token.charAt(at))
                    ? Character.toUpperCase(token.charAt(at))
                    : Character.toLowerCase(token.charAt(at));
            add("random case", token.substring(0, at) + flipped + token.substring(at + 1));
        }
    }
}
