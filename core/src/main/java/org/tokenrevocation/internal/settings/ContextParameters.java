package org.tokenrevocation.internal.settings;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tokenrevocation.SettingsSource;

/** Context parameters, which belong to the application alone. */
public record ContextParameters(Map<String, String> values) implements SettingsSource {
    @Override
    public String description() {
        return "context-params";
    }

    @Override
    public Set<String> names() {
        return values.keySet().stream()
                .filter(name -> name.startsWith(Setting.PREFIX))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String value(String name) {
        return values.get(name);
    }
}
