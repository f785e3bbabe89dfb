package org.tokenrevocation.sample;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.tokenrevocation.jaxrs.RevokeTokenResource;

/**
 * The host's JAX-RS application. Listing {@link RevokeTokenResource} is all that the endpoint takes. It serves every
 * path, so no file of the WAR can be downloaded, the launcher's classes at its root among them.
 */
@ApplicationPath("/")
public final class SampleApplication extends Application {
    /** Made by the JAX-RS stack. */
    public SampleApplication() {}

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(RevokeTokenResource.class, TokenResource.class, WhoamiResource.class);
    }

    /** What Jersey would offer besides is nobody's business here; some of it warns of classes that are not there. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true, "jersey.config.disableDefaultProvider", "ALL");
    }
}
