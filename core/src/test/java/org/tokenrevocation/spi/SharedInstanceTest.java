package org.tokenrevocation.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.Settings;
import org.tokenrevocation.SettingsSource;
import org.tokenrevocation.TokenRevocation;

class SharedInstanceTest {
    private static final Map<String, String> PARAMETERS =
            Map.of("revocation.redis-url", "redis://127.0.0.1:1", "host.own", "x");

    private final Map<String, Object> context = new HashMap<>();

    private SharedInstance join(Map<String, String> parameters) {
        return SharedInstance.join("app", parameters, context::get, context::put);
    }

    @Test
    void join_manyDoorsAtOnce_oneInstanceOneCreator() throws Exception {
        ExecutorService doors = Executors.newFixedThreadPool(16);
        List<SharedInstance> joined = new ArrayList<>();
        try {
            Callable<SharedInstance> call = () -> join(PARAMETERS);
            for (Future<SharedInstance> door : doors.invokeAll(Collections.nCopies(16, call))) {
                joined.add(door.get());
            }
        } finally {
            doors.shutdownNow();
        }
        assertEquals(1, joined.stream().map(SharedInstance::instance).distinct().count());
        assertEquals(1, joined.stream().filter(SharedInstance::isCreator).count());
        joined.forEach(SharedInstance::close);
    }

    @Test
    void close_firstDoorOfTwo_instanceStaysUntilTheLastLetsGo() {
        SharedInstance first = join(PARAMETERS);
        SharedInstance second = join(PARAMETERS);
        assertSame(first.instance(), second.instance());
        assertTrue(first.isCreator());
        assertFalse(second.isCreator());
        first.close();
        first.close();
        assertSame(second.instance(), context.get(TokenRevocation.CONTEXT_ATTRIBUTE));
        assertTrue(isRunning("app"), "the creator alone has let go");
        second.close();
        assertNull(context.get(TokenRevocation.CONTEXT_ATTRIBUTE));
        assertFalse(isRunning("app"));
    }

    @Test
    void close_lastDoor_hostsOwnInstanceIsLeftAlone() {
        SharedInstance before = join(PARAMETERS);
        try (TokenRevocation own = TokenRevocation.open("own", Settings.builder().load(
                SettingsSource.contextParameters(PARAMETERS)).build())) {
            context.put(TokenRevocation.CONTEXT_ATTRIBUTE, own);
            SharedInstance door = join(PARAMETERS);
            assertSame(own, door.instance());
            door.close();
            before.close();
            assertFalse(isRunning("app"), "it was opened here");
            assertTrue(isRunning("own"));
            assertSame(own, context.get(TokenRevocation.CONTEXT_ATTRIBUTE));
        }
    }

    private static boolean isRunning(String name) {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().startsWith(name + " "));
    }

    @Test
    void join_attributeOfAnotherClassLoader_refusedWithRemedy() {
        context.put(TokenRevocation.CONTEXT_ATTRIBUTE, new Object());
        String message = assertThrows(IllegalStateException.class, () -> join(PARAMETERS)).getMessage();
        assertTrue(message.contains("[java.lang.Object]") && message.contains("leave only one"), message);
    }

    @Test
    void join_unknownOrBadContextParam_refusedAndNothingPublished() {
        assertThrows(IllegalArgumentException.class, () -> join(Map.of("revocation.redis-ulr", "x")));
        assertThrows(IllegalArgumentException.class, () -> join(Map.of("revocation.redis-url", "http://x")));
        assertTrue(context.isEmpty());
    }
}
