package org.tokenrevocation.internal.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** One JWT library in a class loader of its own, driven by reflection: two versions of one can stand side by side. */
public final class IsolatedLibrary implements AutoCloseable {
    private final URLClassLoader loader;

    /** Loads the jars that the build put under {@code target/jwt-libraries}. */
    public IsolatedLibrary(String folder) throws IOException {
        Path jars = Path.of("target", "jwt-libraries", folder);
        try (Stream<Path> files = Files.list(jars)) {
            URL[] urls = files.map(IsolatedLibrary::url).toArray(URL[]::new);
            loader = new URLClassLoader(folder, urls, ClassLoader.getPlatformClassLoader());
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Object create(String type, Object... arguments) throws ReflectiveOperationException {
        for (Constructor<?> constructor : loader.loadClass(type).getConstructors()) {
            if (fits(constructor.getParameterTypes(), arguments)) {
                return constructor.newInstance(arguments);
            }
        }
        throw new NoSuchMethodException(type + " has no such constructor");
    }

    public Object callStatic(String type, String name, Object... arguments) throws ReflectiveOperationException {
        return find(loader.loadClass(type), name, arguments).invoke(null, arguments);
    }

    public static Object call(Object target, String name, Object... arguments) throws ReflectiveOperationException {
        return find(target.getClass(), name, arguments).invoke(target, arguments);
    }

    private static Method find(Class<?> type, String name, Object... arguments) throws NoSuchMethodException {
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name) && fits(method.getParameterTypes(), arguments)) {
                method.setAccessible(true);
                return method;
            }
        }
        throw new NoSuchMethodException(type.getName() + " has no such method " + name);
    }

    private static boolean fits(Class<?>[] parameters, Object[] arguments) {
        boolean fits = parameters.length == arguments.length;
        for (int i = 0; fits && i < parameters.length; i++) {
            fits = arguments[i] == null ? !parameters[i].isPrimitive() : parameters[i].isInstance(arguments[i]);
        }
        return fits;
    }

    /** Whether a check passes; a refusal by the library is false, trouble of our own making is not swallowed. */
    public boolean accepts(Check check, String token) throws ReflectiveOperationException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            return check.accepts(token);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof LinkageError broken) {
                throw broken;
            }
            return false;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    /** How one algorithm is verified with this library. */
    @FunctionalInterface
    public interface Check {
        boolean accepts(String token) throws ReflectiveOperationException;
    }
}
