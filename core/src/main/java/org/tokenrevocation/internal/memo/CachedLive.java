package org.tokenrevocation.internal.memo;

/**
 * A remembered LIVE answer and the conditions for reusing it. Immutable.
 *
 * @param count the change counter of the token's bucket, read before memory was searched
 * @param generation the generation of the feed under which memory learned the answer; 0 if it does not matter
 * @param endsNanos the time of the ticker at which the answer expires; has no meaning if the generation is 0
 */
public record CachedLive(long count, long generation, long endsNanos) {}
