package org.tokenrevocation.internal.identity;

/** Tells what the JSON of a JOSE header is. Thread-safe; leaves nothing behind in the calling thread. */
@FunctionalInterface
public interface JoseHeaderReader {
    /**
     * Tells what the bytes are. Whoever made the token chose them, so this never throws for their sake. Of a repeated
     * member each counts, since libraries disagree about which one holds.
     *
     * @param json UTF-8, hostile
     */
    JoseHeader read(byte[] json);
}
