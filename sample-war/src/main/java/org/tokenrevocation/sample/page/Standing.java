package org.tokenrevocation.sample.page;

/** How a node took a token the last time it was asked. */
enum Standing {
    /** Not asked yet. */
    UNKNOWN,
    /** 200: guard and host accept it. */
    LIVE,
    /** 401 from the guard. */
    REFUSED,
    /** 401 from the host alone: the guard let the token pass, for example because it has only expired. */
    PASSED_GUARD,
    /** 503: no answer in time. */
    UNDECIDED,
    /** Another status. */
    ODD,
    /** No HTTP answer at all. */
    DOWN
}
