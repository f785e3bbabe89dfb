package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.RedisServer;

/** The plain WAR in a stock Tomcat, under its file's name, with a Redis that is not the sample's to pause. */
class TomcatPageBrowserIT extends PageContract {
    private static RedisServer redis;
    private static Tomcat tomcat;

    @BeforeAll
    static void launch() {
        redis = RedisServer.launch();
        tomcat = Tomcat.launch(Map.of("REVOCATION_REDIS_URL", redis.url()), "sample-war");
    }

    @AfterAll
    static void end() {
        tomcat.close();
        redis.close();
    }

    @Override
    URI address() {
        return tomcat.address();
    }

    @Override
    int nodes() {
        return 1;
    }

    @Override
    String name() {
        return "tomcat";
    }

    @Test
    void controls_foreignRedis_absentAndThePageSaysWhy() {
        assertEquals(1, browser.count("#controls[hidden]"));
        browser.awaitText("#no-controls", "only where the sample started its own Redis");
    }
}
