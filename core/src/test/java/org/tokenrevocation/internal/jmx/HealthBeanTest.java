package org.tokenrevocation.internal.jmx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.SettingNames;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;

/** Health through the platform's MBean server: there on request only, and gone with the instance. */
class HealthBeanTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private static TokenRevocation open(String name, String jmx) {
        return TokenRevocation.open(name,
                Settings.builder().set(SettingNames.REDIS_URL, "redis://127.0.0.1:1").set(SettingNames.JMX, jmx).build());
    }

    @Test
    void attributes_read_whatHealthSays() throws Exception {
        ObjectName name = HealthBean.objectName("/orders");
        try (TokenRevocation node = open("/orders", "true")) {
            assertEquals("/orders", SERVER.getAttribute(name, "Name"));
            assertEquals("SESSIONS", SERVER.getAttribute(name, "Mode"));
            assertEquals(false, SERVER.getAttribute(name, "Up"));
            assertFalse(((String) SERVER.getAttribute(name, "Trouble")).isEmpty());
            assertEquals("", SERVER.getAttribute(name, "Waiting"));
            assertEquals("WITHHELD", SERVER.getAttribute(name, "Memory"));
            assertEquals(-1.0, SERVER.getAttribute(name, "LeaseAgeMillis"));
            assertEquals(0L, SERVER.getAttribute(name, "Entries"));
            assertEquals(100_000L, SERVER.getAttribute(name, "EntriesMax"));
            node.verdict(TokenRevocation.PROBE_TOKEN);
            TabularData counters = (TabularData) SERVER.getAttribute(name, "Counters");
            assertEquals(1L, counters.get(new Object[] {"verdicts.revoked"}).get("value"));
            assertTrue(SERVER.getAttribute(name, "Redis") instanceof String);
        }
        assertFalse(SERVER.isRegistered(name), "closed");
    }

    @Test
    void open_withoutTheSetting_registersNone() throws Exception {
        try (TokenRevocation node = open("quiet", "false")) {
            assertFalse(SERVER.isRegistered(HealthBean.objectName(node.name())));
        }
    }

    /** Two applications of one name: the second has none, and its end leaves the first one's alone. */
    @Test
    void open_nameIsTaken_startsWithoutAndLeavesTheOther() throws Exception {
        ObjectName name = HealthBean.objectName("twice");
        try (TokenRevocation first = open("twice", "true")) {
            open("twice", "true").close();
            assertTrue(SERVER.isRegistered(name));
            assertEquals("twice", first.name());
        }
        assertFalse(SERVER.isRegistered(name));
    }
}
