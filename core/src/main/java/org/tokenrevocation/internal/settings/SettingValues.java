package org.tokenrevocation.internal.settings;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tokenrevocation.ClientAuthenticator;
import org.tokenrevocation.internal.endpoint.BasicAuthentication;
import org.tokenrevocation.internal.lease.Fence;
import org.tokenrevocation.internal.sessions.KeyPatterns;

/** The checked values of all settings, secrets included. Immutable and thread-safe. */
public final class SettingValues {
    /**
     * The founding window that nobody has set, if a promoted server may lack a confirmed revocation. The other nodes need the
     * time to write it back.
     */
    private static final String LONG_FOUNDING = "3s";

    private final Map<Setting<?>, String> texts = new LinkedHashMap<>();
    private final Map<Setting<?>, Object> values = new IdentityHashMap<>();
    private final Fence fence;
    private final KeyPatterns sessionKeys;
    private final Optional<ClientAuthenticator> clientAuthenticator;
    private final Map<String, String> masked;

    /**
     * Reads each text in the order of the documentation, and takes the default where there is none.
     *
     * @throws IllegalArgumentException for the first value out of bounds, or if {@code redis-url} is missing
     */
    public SettingValues(Map<Setting<?>, String> given) {
        for (Setting<?> setting : Setting.all()) {
            String text = given.get(setting);
            texts.put(setting, text == null ? setting.defaultValue() : SettingText.cleaned(setting, text));
        }
        requireRedisUrl();
        fence = readFence(given);
        Setting.all().forEach(setting -> values.put(setting, setting.read(text(setting))));
        checkFoundingWindow();
        checkPaths();
        clientAuthenticator = BasicAuthentication.parse(text(Setting.CLIENT_CREDENTIALS), get(Setting.REALM),
                remedy -> Setting.CLIENT_CREDENTIALS.refused("", remedy));
        sessionKeys = KeyPatterns.parse(get(Setting.SESSION_KEY_ACCESS), get(Setting.SESSION_KEY_REFRESH),
                get(Setting.NAMESPACE), get(Setting.TOKEN_CHARACTERS), this::refused);
        Map<String, String> shown = new LinkedHashMap<>();
        texts.forEach((setting, text) -> shown.put(setting.key(), masked(setting, text)));
        masked = Collections.unmodifiableMap(shown);
    }

    private void requireRedisUrl() {
        String url = text(Setting.REDIS_URL);
        if (url == null || url.isBlank()) {
            throw new IllegalArgumentException("Setting revocation.redis-url is missing: a guard without Redis would"
                    + " guard nothing. Set it as context-param or system property revocation.redis-url, or as"
                    + " environment variable REVOCATION_REDIS_URL, for example [redis://127.0.0.1:6379]");
        }
    }

    /** Derives what is left out. It then stands among the texts as if it had been written. */
    private Fence readFence(Map<Setting<?>, String> given) {
        int replicas = Setting.REPLICAS.read(text(Setting.REPLICAS));
        texts.replace(Setting.LEASE_ACKS, "", String.valueOf(replicas / 2));
        texts.replace(Setting.REVOKE_ACKS, "", String.valueOf((replicas + 1) / 2));
        Setting.Reader<Integer> upToReplicas = TextReader.number(0, replicas);
        int leaseAcks = upToReplicas.read(Setting.LEASE_ACKS, text(Setting.LEASE_ACKS));
        int revokeAcks = upToReplicas.read(Setting.REVOKE_ACKS, text(Setting.REVOKE_ACKS));
        if (leaseAcks + revokeAcks < replicas) {
            throw new IllegalArgumentException("Settings " + Setting.LEASE_ACKS.fullName() + " and "
                    + Setting.REVOKE_ACKS.fullName() + " must together be at least " + Setting.REPLICAS.fullName() + " ["
                    + replicas + "], but are [" + leaseAcks + "] and [" + revokeAcks + "]: after a failover a lease of the"
                    + " replaced primary could outlive a revocation; raise one of them, or leave both out");
        }
        Fence read = new Fence(replicas, leaseAcks, revokeAcks);
        if (read.hasPartialCopies() && !given.containsKey(Setting.FOUNDING_WINDOW)) {
            texts.put(Setting.FOUNDING_WINDOW, LONG_FOUNDING);
        }
        return read;
    }

    /** A new incarnation's registry begins empty, so nobody waits for those who still hold a lease of the last one. */
    private void checkFoundingWindow() {
        Duration bound = get(Setting.EFFECT_BOUND);
        Duration window = get(Setting.FOUNDING_WINDOW);
        if (window.compareTo(bound.multipliedBy(6).dividedBy(5)) < 0) {
            throw new IllegalArgumentException("Setting " + Setting.FOUNDING_WINDOW.fullName() + " must be at least 1.2 times "
                    + Setting.EFFECT_BOUND.fullName() + ", which is [" + text(Setting.EFFECT_BOUND) + "], but is ["
                    + text(Setting.FOUNDING_WINDOW) + "]; raise the former or lower the latter");
        }
    }

    private void checkPaths() {
        Set<String> paths = new HashSet<>(Set.of(get(Setting.ENDPOINT)));
        for (Setting<Optional<String>> setting : List.of(Setting.REVOCATIONS_ENDPOINT, Setting.BACKCHANNEL_LOGOUT)) {
            if (get(setting).isPresent() && !paths.add(get(setting).get())) {
                throw setting.refused(text(setting), "another endpoint has this path already; give each its own");
            }
        }
    }

    private IllegalArgumentException refused(String key, String remedy) {
        Setting<?> setting = Setting.named(key).orElseThrow();
        return setting.refused(text(setting), remedy);
    }

    /** The value of a setting. */
    @SuppressWarnings("unchecked")
    public <T> T get(Setting<T> setting) {
        return (T) values.get(setting);
    }

    /** What this node is called: {@code instance-name}, or the given name if that is empty. */
    public String instanceName(String given) {
        String name = get(Setting.INSTANCE_NAME);
        return name.isEmpty() ? given : name;
    }

    /** How many replicas acknowledge: {@code replicas}, {@code lease-acks} and {@code revoke-acks}. */
    public Fence fence() {
        return fence;
    }

    /** What holds when Redis fails over, for the log. */
    public String failoverWords() {
        return fence.isOn()
                ? "failovers of Redis are covered for [" + fence.replicas() + "] servers besides the primary: ["
                        + fence.leaseAcks() + "] of them acknowledge before a node answers from memory, ["
                        + fence.revokeAcks() + "] before a revocation is confirmed"
                : "failovers of Redis are not covered, as revocation.replicas is [0]: a node that stays connected to a primary"
                        + " that was replaced may accept what was revoked since; set it to how many servers may be promoted";
    }

    /** Where session entries lie. */
    public KeyPatterns sessionKeys() {
        return sessionKeys;
    }

    /** Who may call the endpoint by {@code client-credentials}; empty for everybody. */
    public Optional<ClientAuthenticator> clientAuthenticator() {
        return clientAuthenticator;
    }

    /** All effective values by short name in the order of the documentation, secrets masked; immutable, fit for a log. */
    public Map<String, String> masked() {
        return masked;
    }

    private String masked(Setting<?> setting, String text) {
        if (setting == Setting.REDIS_URL) {
            return get(Setting.REDIS_URL).toString();
        }
        return setting.isSecret() && !text.isEmpty() ? "(set)" : text;
    }

    private String text(Setting<?> setting) {
        return texts.get(setting);
    }
}
