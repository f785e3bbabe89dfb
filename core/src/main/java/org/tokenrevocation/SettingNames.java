package org.tokenrevocation;

/**
 * The full names of the settings, for {@link Settings.Builder#set}, context-params and system properties. The
 * documentation (settings.md) states meaning, unit, default and bound of each. Constants only.
 */
public final class SettingNames {
    /** The Redis that holds sessions or denylist. */
    public static final String REDIS_URL = "revocation.redis-url";

    /** How many servers besides the primary may acknowledge or be promoted; 0: none is, or failovers are not covered. */
    public static final String REPLICAS = "revocation.replicas";

    /** How many replicas must acknowledge before a node may answer from memory. */
    public static final String LEASE_ACKS = "revocation.lease-acks";

    /** How many replicas must acknowledge a revocation. */
    public static final String REVOKE_ACKS = "revocation.revoke-acks";

    /** What Redis holds: living sessions, or revoked tokens. */
    public static final String MODE = "revocation.mode";

    /** Key of an access token's entry; the only place the filter looks. */
    public static final String SESSION_KEY_ACCESS = "revocation.session-key-access";

    /** Key of a refresh token's entry. */
    public static final String SESSION_KEY_REFRESH = "revocation.session-key-refresh";

    /** What keys of our own begin with. */
    public static final String NAMESPACE = "revocation.namespace";

    /** What this node is called in logs, health, thread names and metrics, and by other nodes that wait for it. */
    public static final String INSTANCE_NAME = "revocation.instance-name";

    /** The longest that a node may answer from memory; revoking waits 1.2 times that. */
    public static final String EFFECT_BOUND = "revocation.effect-bound";

    /** The longest that anything waits for Redis, a whole look-up included. */
    public static final String REDIS_TIMEOUT = "revocation.redis-timeout";

    /** When a token cannot be judged: refuse with 503, or pass the request on. */
    public static final String FAIL_POLICY = "revocation.fail-policy";

    /** False: refuse nothing, only count what would be refused. */
    public static final String ENFORCE = "revocation.enforce";

    /** How long after its expiry a token may still be accepted somewhere. */
    public static final String CLOCK_LEEWAY = "revocation.clock-leeway";

    /** The longest life of any token. */
    public static final String MAX_TOKEN_LIFETIME = "revocation.max-token-lifetime";

    /** What verifies tokens in denylist mode (secret: never logged). */
    public static final String JWT_KEYS = "revocation.jwt-keys";

    /** Who may have a token recorded that nothing verifies. */
    public static final String ACCEPT_UNVERIFIED = "revocation.accept-unverified";

    /** Ceiling of the denylist; beyond it revoking fails, nothing is dropped. */
    public static final String MAX_ENTRIES = "revocation.max-entries";

    /** Ceiling of the memory of live tokens; in denylist mode, of JWEs that were opened. */
    public static final String CACHE_SIZE = "revocation.cache-size";

    /** Authentication schemes that carry a token. */
    public static final String SCHEMES = "revocation.schemes";

    /** Query parameters that carry a token, also as name[], name[0], name.x and !name. */
    public static final String QUERY_PARAMETER = "revocation.query-parameter";

    /** Further headers that carry a token, with or without a scheme. */
    public static final String TOKEN_HEADERS = "revocation.token-headers";

    /** Cookies that carry a token, with or without a scheme, plain or percent-encoded once. */
    public static final String TOKEN_COOKIES = "revocation.token-cookies";

    /** WebSocket subprotocols that carry a token. */
    public static final String TOKEN_SUBPROTOCOLS = "revocation.token-subprotocols";

    /** What a token may contain beyond RFC 6750's b64token. */
    public static final String TOKEN_CHARACTERS = "revocation.token-characters";

    /** Which tokens are ours; others are passed on and counted. */
    public static final String TOKEN_PATTERN = "revocation.token-pattern";

    /** The longest token, for filter and endpoint; the endpoint takes bodies of four times that, 64 KiB at least. */
    public static final String MAX_TOKEN_LENGTH = "revocation.max-token-length";

    /** Decoded paths that the filter leaves alone, with all below them; whole segments, no patterns. */
    public static final String EXCLUDE = "revocation.exclude";

    /** The realm of the challenge. */
    public static final String REALM = "revocation.realm";

    /** Whether a request without a token is refused. */
    public static final String REQUIRE_TOKEN = "revocation.require-token";

    /** Decoded path of the revocation endpoint, which is never guarded. */
    public static final String ENDPOINT = "revocation.endpoint";

    /** Whether the filter answers at {@link #ENDPOINT} itself, before any other filter. */
    public static final String SERVE_ENDPOINT = "revocation.serve-endpoint";

    /** Decoded path where authenticated clients end all tokens of a user, session or client. */
    public static final String REVOCATIONS_ENDPOINT = "revocation.revocations-endpoint";

    /** Decoded path that takes OpenID Connect's logout tokens. */
    public static final String BACKCHANNEL_LOGOUT = "revocation.backchannel-logout";

    /** Client ids of this application at its issuers, one of which a logout token has to be for. */
    public static final String LOGOUT_AUDIENCE = "revocation.logout-audience";

    /** How long the body of a revocation may take to arrive. */
    public static final String BODY_TIMEOUT = "revocation.body-timeout";

    /** How many calls of the endpoint, and how many other revocations, may be in flight. */
    public static final String MAX_IN_FLIGHT = "revocation.max-in-flight";

    /** Who may revoke, by HTTP Basic (secret: never logged). */
    public static final String CLIENT_CREDENTIALS = "revocation.client-credentials";

    /** Whether health is an MXBean of the Java process. */
    public static final String JMX = "revocation.jmx";

    /** How long nobody accepts when Redis starts anew, so that all can write back what they know. */
    public static final String FOUNDING_WINDOW = "revocation.founding-window";

    /** How long a node remembers its deletions, to repeat them. */
    public static final String REPEAT_WINDOW = "revocation.repeat-window";

    private SettingNames() {}
}
