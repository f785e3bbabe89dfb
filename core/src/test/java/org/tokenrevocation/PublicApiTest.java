package org.tokenrevocation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.internal.settings.Setting;
import org.tokenrevocation.spi.DoorCounters;
import org.tokenrevocation.spi.EndpointRequest;
import org.tokenrevocation.spi.EndpointResponse;
import org.tokenrevocation.spi.MissingFilterWarning;

/** What a user may lean on: nothing enters it, and nothing in it can be changed, by accident. */
class PublicApiTest {
    private static final Settings SETTINGS =
            Settings.builder().set(SettingNames.REDIS_URL, "redis://127.0.0.1:1").build();

    @Test
    void publicTypes_ofTheApi_areTheseAndNoOther() throws Exception {
        assertEquals("""
                AuditEvent
                AuditListener
                ClientAuthenticator
                Cutoff
                Cutoff$Claim
                FailPolicy
                Health
                Health$Memory
                Health$RedisState
                Mode
                RevocationUnavailableException
                SecretHash
                SettingNames
                Settings
                Settings$Builder
                SettingsSource
                TokenRevocation
                TokenRevocation$Builder
                Verdict
                """, String.join("\n", publicTypes()) + "\n");
    }

    private static List<String> publicTypes() throws Exception {
        Path classes = Path.of(TokenRevocation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String api = TokenRevocation.class.getPackageName();
        try (Stream<Path> files = Files.list(classes.resolve(api.replace('.', '/')))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()))
                    .filter(name -> isPublic(api + "." + name))
                    .sorted().toList();
        }
    }

    private static boolean isPublic(String name) {
        try {
            Class<?> type = Class.forName(name, false, PublicApiTest.class.getClassLoader());
            return Modifier.isPublic(type.getModifiers());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void healthAndAuditEvent_areMadeByUsAlone_soThatTheyMayGrow() {
        for (Class<?> type : List.of(Health.class, AuditEvent.class)) {
            assertTrue(Modifier.isFinal(type.getModifiers()) && !type.isRecord(), type.getName());
            assertEquals(0, type.getConstructors().length, type.getName());
        }
    }

    @Test
    void collections_handedOut_cannotBeChanged() throws Exception {
        try (TokenRevocation revocation = TokenRevocation.open("api", SETTINGS)) {
            for (Object owner : List.of(SETTINGS, revocation.settings(), revocation.health(), options(revocation))) {
                for (Method method : owner.getClass().getDeclaredMethods()) {
                    if (method.getParameterCount() == 0 && Modifier.isPublic(method.getModifiers())) {
                        Object given = method.invoke(owner);
                        String where = method.toString();
                        if (given instanceof Collection<?> all) {
                            assertThrows(UnsupportedOperationException.class, all::clear, where);
                        } else if (given instanceof Map<?, ?> all) {
                            assertThrows(UnsupportedOperationException.class, all::clear, where);
                        }
                    }
                }
            }
        }
    }

    @Test
    void answers_sharedByAllCalls_cannotBeChanged() {
        try (TokenRevocation revocation = TokenRevocation.open("api", SETTINGS)) {
            byte[] body = call(revocation, "GET").body();
            byte[] before = body.clone();
            Arrays.fill(body, (byte) 'x');
            assertArrayEquals(before, call(revocation, "GET").body());
        }
    }

    private static EndpointResponse options(TokenRevocation revocation) {
        return call(revocation, "OPTIONS");
    }

    private static EndpointResponse call(TokenRevocation revocation, String method) {
        return revocation.endpoint().answer(new EndpointRequest() {
            @Override
            public String method() {
                return method;
            }

            @Override
            public List<String> headers(String name) {
                return List.of();
            }

            @Override
            public InputStream body() {
                return InputStream.nullInputStream();
            }
        });
    }

    @Test
    void settingNames_nameEachSettingOnce() throws Exception {
        Map<String, String> names = new HashMap<>();
        for (Field field : SettingNames.class.getFields()) {
            names.put(field.getName(), (String) field.get(null));
        }
        Map<String, String> settings = new HashMap<>();
        for (Setting<?> setting : Setting.all()) {
            settings.put(setting.key().toUpperCase(Locale.ROOT).replace('-', '_'), setting.fullName());
        }
        assertEquals(settings, names);
    }

    @Test
    void settings_secretsAndWhatNoDoorReads_areHidden() {
        List<String> shown = Arrays.stream(Settings.class.getMethods()).map(Method::getName).toList();
        for (String hidden : List.of("values", "jwtKeys", "clientAuthenticator", "masked", "maxEntries", "namespace")) {
            assertFalse(shown.contains(hidden), hidden);
        }
        for (Constructor<?> constructor : Settings.class.getDeclaredConstructors()) {
            assertTrue(Modifier.isPrivate(constructor.getModifiers()));
        }
    }

    @Test
    void mayPass_eachVerdict_onlyLiveAndForeign() {
        assertEquals(List.of(Verdict.LIVE, Verdict.FOREIGN),
                Arrays.stream(Verdict.values()).filter(Verdict::mayPass).toList());
    }

    @Test
    void counters_ofADoor_areAmongThoseOfHealth() {
        try (TokenRevocation revocation = TokenRevocation.open("api", SETTINGS)) {
            DoorCounters.of(revocation).count("filter.refused.revoked");
            assertEquals(1L, revocation.health().counters().get("filter.refused.revoked"));
            assertEquals("api", revocation.name());
        }
    }

    @Test
    void warnOnce_twoDoorsOfOneApplication_askOnce() {
        Map<String, Object> context = new HashMap<>();
        int[] asked = new int[1];
        for (int call = 0; call < 3; call++) {
            MissingFilterWarning.warnOnce("api", context::get, context::put, () -> ++asked[0] > 0);
        }
        assertEquals(1, asked[0]);
    }
}
