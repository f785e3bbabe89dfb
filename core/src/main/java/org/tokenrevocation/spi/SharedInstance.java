package org.tokenrevocation.spi;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.tokenrevocation.Settings;
import org.tokenrevocation.SettingsSource;
import org.tokenrevocation.TokenRevocation;

/**
 * A door's hold on the one instance of its web application, which travels as the {@code ServletContext} attribute
 * {@link TokenRevocation#CONTEXT_ATTRIBUTE}. Whichever door comes first opens the instance from the settings
 * (context-param, system property, environment), and the last that lets go closes it. An instance that the host has
 * brought is the host's to close. Thread-safe.
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

    /** How many hold each instance that was opened here; guarded by itself, as are the context's attribute and all holds. */
    private static final Map<TokenRevocation, Integer> HOLDERS = new IdentityHashMap<>();

    private final TokenRevocation instance;
    private final boolean isCreator;
    private final Function<String, Object> getAttribute;
    private final BiConsumer<String, Object> setAttribute;
    private boolean isReleased;

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
     * @return this door's hold, which it closes at its end
     * @throws IllegalArgumentException if a new instance is needed and a setting is missing or bad
     * @throws IllegalStateException if the attribute holds another class loader's instance
     */
    public static SharedInstance join(String name, Map<String, String> contextParameters,
            Function<String, Object> getAttribute, BiConsumer<String, Object> setAttribute) {
        synchronized (HOLDERS) {
            Object present = getAttribute.apply(TokenRevocation.CONTEXT_ATTRIBUTE);
            if (present instanceof TokenRevocation found) {
                HOLDERS.computeIfPresent(found, (instance, holders) -> holders + 1);
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
            HOLDERS.put(opened, 1);
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
     * Whether this hold opened the instance.
     *
     * @return false if another door, or the host, did
     */
    public boolean isCreator() {
        return isCreator;
    }

    /**
     * Lets go. The last hold on an instance that was opened here withdraws and closes it; an instance that the host has
     * put in its place meanwhile stays. Idempotent.
     */
    @Override
    public void close() {
        if (isLastToLetGo()) {
            instance.close();
        }
    }

    private boolean isLastToLetGo() {
        synchronized (HOLDERS) {
            if (isReleased) {
                return false;
            }
            isReleased = true;
            boolean isHeld = HOLDERS.containsKey(instance);
            if (!isHeld || HOLDERS.computeIfPresent(instance, (key, holders) -> holders > 1 ? holders - 1 : null) != null) {
                return false;
            }
            if (getAttribute.apply(TokenRevocation.CONTEXT_ATTRIBUTE) == instance) {
                setAttribute.accept(TokenRevocation.CONTEXT_ATTRIBUTE, null);
            }
            return true;
        }
    }
}
