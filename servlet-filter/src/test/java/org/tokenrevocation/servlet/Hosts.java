package org.tokenrevocation.servlet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The hosts of one test class. Starting one costs a hundred times what a request costs, so tests whose settings are equal
 * share one; those that break theirs take one of their own. For one thread.
 */
final class Hosts {
    private final Starter starter;
    private final Map<String, Host> shared = new HashMap<>();
    private final List<Host> own = new ArrayList<>();

    /** Starts the server of a test class. */
    interface Starter {
        Host start(HostSpec spec) throws Exception;
    }

    Hosts(Starter starter) {
        this.starter = starter;
    }

    /** The host with these settings, which may have served other tests. */
    Host share(HostSpec spec) throws Exception {
        Host host = shared.get(spec.toString());
        if (host == null) {
            host = starter.start(spec);
            shared.put(spec.toString(), host);
        }
        return host;
    }

    /** A fresh host, until {@link #closeOwn}. */
    Host launch(HostSpec spec) throws Exception {
        Host host = starter.start(spec);
        own.add(host);
        return host;
    }

    void closeOwn() {
        List<Host> ending = List.copyOf(own);
        own.clear();
        ending.forEach(Host::close);
    }

    void closeAll() {
        closeOwn();
        shared.values().forEach(Host::close);
        shared.clear();
    }
}
