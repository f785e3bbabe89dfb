package org.tokenrevocation.internal.lease;

/** What Redis answered on a connection other than the feed's, and what tells which data the answer came from. */
public interface FleetStamped {
    /** The fleet record's text, read in the same exchange, no earlier than the data itself. */
    String fleet();

    /** Which server answered. */
    ServerId server();
}
