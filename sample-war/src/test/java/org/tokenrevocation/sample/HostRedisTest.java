package org.tokenrevocation.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample's own connections take every URL that the guard takes. */
class HostRedisTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "redis://host,                    host:6379,     -,     -",
        "redis://host:/,                  host:6379,     -,     -",
        "redis://@host:7000,              host:7000,     -,     -",
        "redis://:@host,                  host:6379,     -,     -",
        "redis://:secret@my_host/2,       my_host:6379,  -,     secret",
        "redis://guard:a%3Ab%40+c@my_host:7000, my_host:7000, guard, a:b@+c",
        "redis://guard:@host,             host:6379,     guard, ''",
        "redis://[::1],                   [::1]:6379,    -,     -",
        "redis://:secret@[::1]:7000,      [::1]:7000,    -,     secret",
    })
    void url_form_everyPart(URI url, String server, String user, String password) {
        assertEquals(server, HostRedis.server(url).toString());
        assertEquals(user, HostRedis.user(url));
        assertEquals(password, HostRedis.password(url));
    }
}
