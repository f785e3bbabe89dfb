package org.tokenrevocation.servlet;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tokenrevocation.TokenRevocation;

/** What a test wants of its host application: settings, a second context, filters of its own web.xml. */
final class HostSpec {
    final Map<String, String> contextParams = new LinkedHashMap<>();
    final Map<String, String> otherContextParams = new LinkedHashMap<>();
    final Map<String, String> initParams = new LinkedHashMap<>();
    int headerBytes = 8192;
    boolean hasExplicitFilter;
    boolean hasCorsFilter;
    TokenRevocation handedIn;

    /** One shared setting, as a context-param. */
    HostSpec set(String name, String value) {
        contextParams.put("revocation." + name, value);
        return this;
    }

    /** One shared setting of the second context {@code /other}, which exists if it has any. */
    HostSpec setOther(String name, String value) {
        otherContextParams.put("revocation." + name, value);
        return this;
    }

    /** The server takes request heads of so many bytes. */
    HostSpec headers(int bytes) {
        headerBytes = bytes;
        return this;
    }

    /** The host declares our filter itself, with an init-param. */
    HostSpec explicit(String name, String value) {
        hasExplicitFilter = true;
        initParams.put(name, value);
        return this;
    }

    /** The host has a CORS filter, and declares ours explicitly behind it. */
    HostSpec cors() {
        hasCorsFilter = true;
        hasExplicitFilter = true;
        return this;
    }

    /** Equal for hosts that are. */
    @Override
    public String toString() {
        return headerBytes + " " + contextParams + " " + otherContextParams + " " + initParams + hasExplicitFilter + hasCorsFilter + handedIn;
    }

    /** The host has opened an instance of its own. */
    HostSpec hand(TokenRevocation instance) {
        handedIn = instance;
        return this;
    }
}
