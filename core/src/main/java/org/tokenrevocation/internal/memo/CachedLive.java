package org.tokenrevocation.internal.memo;

/**
 * That memory held nothing against a token, and what must still be so for that to count. Immutable.
 *
 * @param count how many changes {@link ChangeCounters} had counted in the token's place before memory was searched
 * @param generation the feed's, under which memory learned what it answered; 0 if that does not matter
 * @param endsNanos the ticker's time from which on the answer is void; counts only if the generation does
 */
public record CachedLive(long count, long generation, long endsNanos) {}
