package org.tokenrevocation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.tokenrevocation.internal.endpoint.EndpointContract;
import org.tokenrevocation.internal.endpoint.EndpointLimits;
import org.tokenrevocation.internal.settings.Setting;
import org.tokenrevocation.spi.RevocationEndpoint;

/** The endpoints of one instance: the one for a token, and those that its settings switch on. Thread-safe. */
final class Endpoints implements AutoCloseable {
    private final EndpointContract revocation;
    private final Map<String, EndpointContract> all = new LinkedHashMap<>();

    /** The client authenticator is null for none; the endpoint of cut-offs is there only with one. */
    Endpoints(String name, Settings settings, ClientAuthenticator authenticator, Predicate<String> isToken,
            Revocations revocations, Consumer<String> counter) {
        EndpointLimits limits = EndpointLimits.of(settings.bodyTimeout(),
                settings.values().get(Setting.MAX_TOKEN_LENGTH), settings.values().get(Setting.MAX_IN_FLIGHT));
        revocation = new EndpointContract(name, limits, authenticator, isToken, revocations::ofClient, counter);
        all.put(settings.endpoint(), revocation);
        settings.revocationsEndpoint().ifPresent(path -> all.put(path,
                EndpointContract.ofCutoffs(name, limits, authenticator, revocations::ofClient, counter)));
        settings.backchannelLogout().ifPresent(path -> all.put(path,
                EndpointContract.ofLogouts(name, limits, revocations::readLogout, revocations::ofLogout, counter)));
    }

    RevocationEndpoint revocation() {
        return revocation;
    }

    Map<String, RevocationEndpoint> all() {
        return Collections.unmodifiableMap(all);
    }

    /** The sums of all. */
    Map<String, Long> gauges() {
        Map<String, Long> sums = new LinkedHashMap<>();
        all.values().forEach(each -> each.gauges().forEach((gauge, value) -> sums.merge(gauge, value, Long::sum)));
        return sums;
    }

    @Override
    public void close() {
        all.values().forEach(EndpointContract::close);
    }
}
