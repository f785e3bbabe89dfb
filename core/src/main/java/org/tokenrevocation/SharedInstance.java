package org.tokenrevocation;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A door's hold on the one instance of its web application, which travels as the {@code ServletContext} attribute
 * {@link TokenRevocation#CONTEXT_ATTRIBUTE}. Whichever door comes first opens the instance from the settings
 * (context-param, system property, environment), and closing that door's hold closes it. Thread-safe.
 *
 * <p>A door calls, with {@code parameters} holding the context-params:
 * {@code SharedInstance.join(name, parameters, context::getAttribute, context::setAttribute)}.
 */
public final class SharedInstance implements AutoCloseable {
    /**
     * The name of a {@code ServletContext} attribute that is there while a guard of ours is in place, however it was
     * registered: an endpoint warns where it is missing.
     */
    public static final String GUARD_ATTRIBUTE = "org.tokenrevocation.guard";

    private static final Object LOCK = new Object();

    private final TokenRevocation instance;
    private final boolean isCreator;
    private final Function<String, Object> getAttribute;
    private final BiConsumer<String, Object> setAttribute;

    private SharedInstance(TokenRevocation instance, boolean isCreator, Function<String, Object> getAttribute,
            BiConsumer<String, Object> setAttribute) {
        this.instance = instance;
        this.isCreator = isCreator;
        this.getAttribute = getAttribute;
        this.setAttribute = setAttribute;
    }

    /**
     * Finds the application's instance, or opens and publishes it; atomic among all doors.
     *
     * @param name what a new instance is called, for example the context path
     * @param contextParameters the application's own settings by full name; other names are ignored
     * @param getAttribute reads a context attribute
     * @param setAttribute writes a context attribute; null as the value removes it
     * @return this door's hold
     * @throws IllegalArgumentException if a new instance is needed and a setting is missing or bad
     * @throws IllegalStateException if the attribute holds another class loader's instance
     */
    public static SharedInstance join(String name, Map<String, String> contextParameters,
            Function<String, Object> getAttribute, BiConsumer<String, Object> setAttribute) {
        synchronized (LOCK) {
            Object present = getAttribute.apply(TokenRevocation.CONTEXT_ATTRIBUTE);
            if (present instanceof TokenRevocation found) {
                return new SharedInstance(found, false, getAttribute, setAttribute);
            }
            if (present != null) {
                throw new IllegalStateException("The context attribute " + TokenRevocation.CONTEXT_ATTRIBUTE
                        + " must hold a TokenRevocation of the application's own class loader, but holds another ["
                        + present.getClass().getName() + "]; leave only one token-revocation-core in the application");
            }
            Settings settings = Settings.builder()
                    .load(SettingsSource.contextParameters(contextParameters), SettingsSource.systemProperties(),
                            SettingsSource.environment())
                    .build();
            TokenRevocation opened = TokenRevocation.open(name, settings);
            setAttribute.accept(TokenRevocation.CONTEXT_ATTRIBUTE, opened);
            return new SharedInstance(opened, true, getAttribute, setAttribute);
        }
    }

    /**
     * The application's instance.
     *
     * @return always the same one
     */
    public TokenRevocation instance() {
        return instance;
    }

    /**
     * Whether this hold opened the instance and so will close it.
     *
     * @return false if another door, or the host, did
     */
    public boolean isCreator() {
        return isCreator;
    }

    /**
     * Withdraws and closes the instance if this hold opened it; else does nothing. An instance that the host has put in
     * its place meanwhile stays. Idempotent.
     */
    @Override
    public void close() {
        if (isCreator) {
            synchronized (LOCK) {
                if (getAttribute.apply(TokenRevocation.CONTEXT_ATTRIBUTE) == instance) {
                    setAttribute.accept(TokenRevocation.CONTEXT_ATTRIBUTE, null);
                }
            }
            instance.close();
        }
    }
}
