package org.tokenrevocation.servlet;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.tokenrevocation.testing.RedisServer;

/** One Redis for a test class, and its hosts; each test talks to the one that it shares or launches. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostsScenario {
    RedisServer redis;
    final Hosts hosts = new Hosts(this::start);
    Host host;

    abstract Host start(HostSpec spec) throws Exception;

    /** What all hosts of the class have in common. */
    abstract HostSpec spec(RedisServer server);

    /** Fills a fresh Redis with what the tests expect. */
    abstract void issueTokens(RedisServer server);

    final HostSpec spec() {
        return spec(redis);
    }

    /** The host of all tests with these settings. */
    final Host share(HostSpec spec) throws Exception {
        host = hosts.share(spec);
        return host;
    }

    /** A host for this test alone. */
    final Host launch(HostSpec spec) throws Exception {
        host = null;
        host = hosts.launch(spec);
        return host;
    }

    final Http.Answer get(String target, String... headerLines) {
        return Http.get(host.port(), target, headerLines);
    }

    @BeforeAll
    void startRedis() {
        redis = RedisServer.launch();
        issueTokens(redis);
    }

    @AfterEach
    void closeOwnHosts() {
        hosts.closeOwn();
    }

    @AfterAll
    void closeAll() {
        hosts.closeAll();
        redis.close();
    }
}
