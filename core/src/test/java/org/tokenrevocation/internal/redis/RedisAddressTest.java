package org.tokenrevocation.internal.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
    private static RedisAddress parse(String url) {
        return RedisAddress.parse(url, (value, remedy) -> new IllegalArgumentException(remedy));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "redis://host,                   host, 6379,  false, -,    -,      0,  redis://host:6379/0",
        "REDIS://host/,                  host, 6379,  false, -,    -,      0,  redis://host:6379/0",
        "rediss://host:1,                host, 1,     true,  -,    -,      0,  rediss://host:1/0",
        "redis://host:65535/15,          host, 65535, false, -,    -,      15, redis://host:65535/15",
        "redis://host/65535,             host, 6379,  false, -,    -,      65535, redis://host:6379/65535",
        "redis://:secret1@host,          host, 6379,  false, -,    secret1, 0, redis://:****@host:6379/0",
        "redis://guard:secret1@host,     host, 6379,  false, guard, secret1, 0, redis://guard:****@host:6379/0",
        "redis://guard:a%3Ab%40c%2Fd%25e+f@host, host, 6379, false, guard, a:b@c/d%e+f, 0,"
                + " redis://guard:****@host:6379/0",
        "redis://guard:a:b@host,         host, 6379,  false, guard, a:b,   0,  redis://guard:****@host:6379/0",
        "redis://g%C3%BC:p%C3%BC@host,   host, 6379,  false, g\u00fc, p\u00fc, 0, redis://g\u00fc:****@host:6379/0",
        "redis://@host,                  host, 6379,  false, -,    -,      0,  redis://host:6379/0",
        "redis://:@host,                 host, 6379,  false, -,    -,      0,  redis://host:6379/0",
        "redis://@my_host,               my_host, 6379, false, -,  -,      0,  redis://my_host:6379/0",
        "redis://my_host,                my_host, 6379, false, -,  -,      0,  redis://my_host:6379/0",
        "redis://redis_cache.web_1:7000/3, redis_cache.web_1, 7000, false, -, -, 3, redis://redis_cache.web_1:7000/3",
        "rediss://guard:p_w%40%2F@my_host:7000/, my_host, 7000, true, guard, p_w@/, 0,"
                + " rediss://guard:****@my_host:7000/0",
        "redis://guard:@my_host,         my_host, 6379, false, guard, '',  0,  redis://guard:****@my_host:6379/0",
        "redis://:pw@_dns.host,          _dns.host, 6379, false, -, pw,    0,  redis://:****@_dns.host:6379/0",
        "redis://1redis:6380,            1redis, 6380, false, -,   -,      0,  redis://1redis:6380/0",
        "redis://cache.2b,               cache.2b, 6379, false, -, -,      0,  redis://cache.2b:6379/0",
        "redis://redis.example.,         redis.example., 6379, false, -, -, 0, redis://redis.example.:6379/0",
        "redis://host:/4,                host, 6379,  false, -,    -,      4,  redis://host:6379/4",
        "redis://my_host:,               my_host, 6379, false, -,  -,      0,  redis://my_host:6379/0",
        "rediss://:pw@[2001:db8::7],     2001:db8::7, 6379, true, -, pw,   0,  rediss://:****@[2001:db8::7]:6379/0",
        "redis://[fe80::1%eth0]:7000,    fe80::1%eth0, 7000, false, -, -,  0,  redis://[fe80::1%eth0]:7000/0",
        "redis://[::1]:7000/2,           ::1,  7000,  false, -,    -,      2,  redis://[::1]:7000/2",
        "redis://10.0.0.7,               10.0.0.7, 6379, false, -, -,      0,  redis://10.0.0.7:6379/0",
    })
    void parse_form_everyPart(
            String url, String host, int port, boolean isTls, String user, String password, int database, String text) {
        RedisAddress address = parse(url);
        assertEquals(new RedisAddress(host, port, isTls, user, password, database), address);
        assertEquals(text, address.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "host:6379",
        "my_host:6379",
        "http://host",
        "redis:host",
        "redis://",
        "redis:///0",
        "redis://host:0",
        "redis://host:65536",
        "redis://host:port",
        "redis://host:-1",
        "redis://my_host:0",
        "redis://my_host:65536",
        "redis://my_host:port",
        "redis://my_host/x",
        "redis://my_host?db=1",
        "redis://my_host#1",
        "redis://@",
        "redis://:@",
        "redis://-my_host",
        "redis://my%5Fhost",
        "redis://h\u00fclle",
        "redis://one,two",
        "redis://one_1:1,two_2:2",
        "redis://:pa@ss@my_host",
        "redis://host/x",
        "redis://host/-1",
        "redis://host/65536",
        "redis://host/0/1",
        "redis://host/999999",
        "redis://host?db=1",
        "redis://host#1",
        "redis://:pa#ss@host",
        "redis://:pa?ss@host",
        "redis://:pa/ss@host",
        "redis://:pa@ss@host",
        "redis://:pa%zzss@host",
        "redis://:pa ss@host",
        "redis://one:1,two:2",
        "unix:///run/redis.sock",
        "",
    })
    void parse_badUrl_refusedWithoutShowingIt(String url) {
        String remedy = assertThrows(IllegalArgumentException.class, () -> parse(url)).getMessage();
        assertFalse(remedy.contains("ss@") || remedy.contains("my_host"), remedy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "redis-cluster://h1,h2|Cluster is not supported", "rediss-cluster://h1|Cluster is not supported",
        "redis-sentinel://h1,h2?master=m|Sentinel is not followed", "rediss-sentinel://h1|Sentinel is not followed",
        "redis://h1,h2|write one host", "redis://guard:a,b@h1:1,h2:2/0|write one host"
    })
    void parse_severalServers_refusedWithAdvice(String url, String advice) {
        String remedy = assertThrows(IllegalArgumentException.class, () -> parse(url)).getMessage();
        assertTrue(remedy.contains(advice) && remedy.contains("revocation.replicas"), remedy);
    }

    @Test
    void parse_userWithoutPassword_refused() {
        // Redis would take such a connection for the default user, whose rights are others.
        String remedy = assertThrows(IllegalArgumentException.class, () -> parse("redis://guard@host")).getMessage();
        assertTrue(remedy.contains("user:password@"), remedy);
    }
}
