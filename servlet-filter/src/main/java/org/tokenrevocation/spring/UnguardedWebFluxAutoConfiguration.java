package org.tokenrevocation.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Lazy;
import org.tokenrevocation.TokenRevocation;

/** Says at the start of an application on WebFlux, which has no servlet filters, that nothing guards it. */
@AutoConfiguration
@Lazy(false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnProperty(name = "revocation.enabled", havingValue = "true", matchIfMissing = true)
@ConditionalOnMissingBean(TokenRevocation.class)
public class UnguardedWebFluxAutoConfiguration {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    /** For Spring. */
    public UnguardedWebFluxAutoConfiguration() {
        LOG.log(System.Logger.Level.WARNING, "This application runs on WebFlux, which has no servlet filters: the guard does"
                + " not reach it, nothing here refuses a revoked token, and no revocation.* property has an effect; ask a"
                + " TokenRevocation bean of your own in a WebFilter, run on servlets, or set revocation.enabled=false");
    }
}
