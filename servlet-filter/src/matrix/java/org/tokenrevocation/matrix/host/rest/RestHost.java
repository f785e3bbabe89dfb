package org.tokenrevocation.matrix.host.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.tokenrevocation.jaxrs.RevokeTokenResource;

/** An existing JAX-RS application that lists our resource. */
@ApplicationPath("/rest")
// Not final: servers with CDI make a proxy of it (Open Liberty answers 500 otherwise).
public class RestHost extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(RevokeTokenResource.class);
    }
}
