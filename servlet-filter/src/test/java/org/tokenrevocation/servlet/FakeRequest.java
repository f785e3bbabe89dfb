package org.tokenrevocation.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request as a container would hand it over, for tests that need no container. Refuses all that reads the body. */
final class FakeRequest {
    private final Map<String, List<String>> headers = new HashMap<>();
    private final Map<String, Object> attributes = new HashMap<>();
    private Map<String, String> parameters;
    private final List<Cookie> cookies = new ArrayList<>();
    private String method = "GET";
    private String query;
    private String servletPath = "";
    private String pathInfo;
    private String uri = "/";
    private DispatcherType dispatcherType = DispatcherType.REQUEST;

    FakeRequest method(String value) {
        method = value;
        return this;
    }

    FakeRequest header(String name, String value) {
        headers.computeIfAbsent(name.toLowerCase(), key -> new ArrayList<>()).add(value);
        return this;
    }

    FakeRequest query(String value) {
        query = value;
        return this;
    }

    /** From now on as a host's code may use it, which our own may not: parameters can be read. */
    FakeRequest forHost(String... namesAndValues) {
        parameters = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return this;
    }

    FakeRequest cookie(String name, String value) {
        cookies.add(new Cookie(name, value));
        return this;
    }

    FakeRequest path(String decodedServletPath, String decodedPathInfo, String rawUri) {
        servletPath = decodedServletPath;
        pathInfo = decodedPathInfo;
        uri = rawUri;
        return this;
    }

    FakeRequest dispatch(DispatcherType type) {
        dispatcherType = type;
        return this;
    }

    FakeRequest attribute(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    HttpServletRequest build() {
        return (HttpServletRequest) Proxy.newProxyInstance(FakeRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class}, (proxy, called, arguments) -> switch (called.getName()) {
                    case "getHeaders" -> Collections.enumeration(values(arguments[0]));
                    case "getHeader" -> values(arguments[0]).stream().findFirst().orElse(null);
                    case "getParameterValues" -> parameter(called.getName(), arguments[0].toString());
                    case "getContentType" -> null;
                    case "getCookies" -> cookies.isEmpty() ? null : cookies.toArray(Cookie[]::new);
                    case "getQueryString" -> query;
                    case "getMethod" -> method;
                    case "getDispatcherType" -> dispatcherType;
                    case "getServletPath" -> servletPath;
                    case "getPathInfo" -> pathInfo;
                    case "getRequestURI" -> uri;
                    case "getAttribute" -> attributes.get((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(called.getName());
                });
    }

    private String[] parameter(String method, String name) {
        if (parameters == null) {
            throw new UnsupportedOperationException(method);
        }
        return parameters.containsKey(name) ? new String[] {parameters.get(name)} : null;
    }

    private List<String> values(Object name) {
        return headers.getOrDefault(name.toString().toLowerCase(), List.of());
    }
}
