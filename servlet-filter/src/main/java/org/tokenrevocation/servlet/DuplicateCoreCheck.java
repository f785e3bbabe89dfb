package org.tokenrevocation.servlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.tokenrevocation.TokenRevocation;

/**
 * Finds a second core beside ours in one application, which is what the self-contained JAR together with a thin one
 * makes: classes of both would be mixed by chance of order. Stateless.
 */
final class DuplicateCoreCheck {
    private static final String CLASS_FILE = TokenRevocation.class.getName().replace('.', '/') + ".class";

    private DuplicateCoreCheck() {}

    /**
     * Looks among the application's own libraries; what its parents hold is another's.
     *
     * @throws IllegalStateException if there are two cores; stops the deployment
     */
    static void require(ClassLoader application) {
        Set<String> found = places(application);
        if (application.getParent() != null) {
            found.removeAll(places(application.getParent()));
        }
        if (found.size() > 1) {
            throw new IllegalStateException("Two copies of token-revocation-core are in this application, "
                    + found + "; keep one: either token-revocation-servlet-filter-all and every other"
                    + " token-revocation JAR without its dependency token-revocation-core, or the thin JARs alone");
        }
    }

    private static Set<String> places(ClassLoader loader) {
        Set<String> places = new TreeSet<>();
        try {
            for (URL place : Collections.list(loader.getResources(CLASS_FILE))) {
                places.add(place.toExternalForm());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for " + CLASS_FILE, e);
        }
        return places;
    }
}
