package org.tokenrevocation.bench;

import org.tokenrevocation.Verdict;

/** Who is asked about a token. */
@FunctionalInterface
interface Door {
    Verdict verdict(String token);
}
