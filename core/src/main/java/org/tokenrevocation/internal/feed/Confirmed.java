package org.tokenrevocation.internal.feed;

import org.tokenrevocation.internal.lease.FleetIncarnation;
import org.tokenrevocation.internal.lease.Written;

/**
 * A write that the settled incarnation has taken in, and whose acknowledgements are awaited from now on.
 *
 * @param written what Redis answered
 * @param by the incarnation
 * @param round the announcement
 */
public record Confirmed<W extends Written>(W written, FleetIncarnation by, Round round) {}
