package org.tokenrevocation.internal;

/**
 * Commands that Redis refuses though it answers: a right is missing, a command was renamed, its disk is full.
 *
 * @param text which and why, in Redis' own words, fit for a log
 * @param isOfWritesOnly whether only revoking suffers, and tokens are judged as ever
 */
public record Refusal(String text, boolean isOfWritesOnly) {}
