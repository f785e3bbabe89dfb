package org.tokenrevocation.servlet;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Calls into a class loader that the test's own cannot see. */
final class Reflected {
    private Reflected() {}

    static Object callStatic(Class<?> type, String name, Object... arguments) {
        return call(type, null, name, arguments);
    }

    static Object call(Object target, String name, Object... arguments) {
        return call(target.getClass(), target, name, arguments);
    }

    private static Object call(Class<?> type, Object target, String name, Object... arguments) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(type.getClassLoader());
        try {
            return find(type, name, arguments).invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof LinkageError broken) {
                throw broken;
            }
            throw new Refusal(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static Method find(Class<?> type, String name, Object... arguments) {
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name) && fits(method.getParameterTypes(), arguments)) {
                method.setAccessible(true);
                return method;
            }
        }
        throw new IllegalArgumentException(type.getName() + " has no such method " + name);
    }

    private static boolean fits(Class<?>[] parameters, Object[] arguments) {
        boolean fits = parameters.length == arguments.length;
        for (int i = 0; fits && i < parameters.length; i++) {
            fits = arguments[i] == null || parameters[i].isInstance(arguments[i]);
        }
        return fits;
    }

    /** What the called library threw. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refusal(Throwable cause) {
            super(cause);
        }
    }
}
