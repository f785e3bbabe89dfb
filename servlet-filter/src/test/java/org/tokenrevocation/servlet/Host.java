package org.tokenrevocation.servlet;

import jakarta.servlet.ServletContext;
import org.tokenrevocation.TokenRevocation;

/** A running server with the host application of a test. */
interface Host extends AutoCloseable {
    /** Its loopback port. */
    int port();

    /** The host application's context. */
    ServletContext context();

    /** Takes the host application down, as an undeployment does; the server goes on. */
    void undeploy();

    @Override
    void close();

    /** The instance that guards the host application. */
    default TokenRevocation revocation() {
        return (TokenRevocation) context().getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE);
    }

    /** A counter of the host application's instance. */
    default long count(String counter) {
        return revocation().health().counters().getOrDefault(counter, 0L);
    }
}
