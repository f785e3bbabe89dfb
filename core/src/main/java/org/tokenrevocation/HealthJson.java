package org.tokenrevocation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.tokenrevocation.internal.endpoint.JsonBody;

/** {@link Health} as JSON. Keeps nothing between calls, like {@link JsonBody}. */
final class HealthJson {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();

    private HealthJson() {}

    /**
     * Writes one object, members in the order of the accessors.
     *
     * @param health what to write
     * @return JSON text
     */
    static String write(Health health) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("name", health.name());
            json.writeStringField("mode", health.mode().name());
            json.writeStringField("redis", health.redis().name());
            json.writeStringField("trouble", health.trouble().orElse(null));
            json.writeStringField("waiting", health.waiting().orElse(null));
            json.writeStringField("memory", health.memory().name());
            Duration age = health.leaseAge().orElse(null);
            if (age == null) {
                json.writeNullField("leaseAgeMillis");
            } else {
                json.writeNumberField("leaseAgeMillis", age.toNanos() / 1e6);
            }
            json.writeNumberField("entries", health.entries());
            json.writeNumberField("entriesMax", health.entriesMax());
            json.writeObjectFieldStart("counters");
            for (Map.Entry<String, Long> counter : health.counters().entrySet()) {
                json.writeNumberField(counter.getKey(), counter.getValue());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("settings");
            for (Map.Entry<String, String> setting : health.settings().entrySet()) {
                json.writeStringField(setting.getKey(), setting.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string can always be written to", e);
        }
        return text.toString();
    }
}
