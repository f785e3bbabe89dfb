package org.tokenrevocation.jaxrs;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ext.RuntimeDelegate;

/**
 * Whether a request can be suspended: the chain must allow it, and the stack must be able to. Jersey without its artifact
 * {@code jersey-container-servlet} cannot, and answers 500 to every method with {@code @Suspended}.
 */
final class Suspension {
    private static final String JERSEY = "org.glassfish.jersey.";
    private static final String JERSEY_ASYNC =
            "META-INF/services/org.glassfish.jersey.servlet.spi.AsyncContextDelegateProvider";

    private Suspension() {}

    static boolean isPossible(HttpServletRequest request) {
        return request.isAsyncSupported() && !request.isAsyncStarted() && isKnownToStack();
    }

    private static boolean isKnownToStack() {
        Class<?> stack = RuntimeDelegate.getInstance().getClass();
        return !stack.getName().startsWith(JERSEY) || hasResource(Thread.currentThread().getContextClassLoader())
                || hasResource(stack.getClassLoader());
    }

    private static boolean hasResource(ClassLoader loader) {
        return loader != null && loader.getResource(JERSEY_ASYNC) != null;
    }
}
