package org.tokenrevocation.internal.lease;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The registry of the nodes that may answer from memory, as an exchange read it right behind a write: one hash per epoch
 * beside the fleet record, {@code <fleet record's key>:nodes:<epoch>}. The field {@code since} names this hash, so that one
 * that was lost (evicted, deleted) and made anew is told apart. Every other field is a node's id, with the value
 * {@code present|leaving <since> <registered or last refreshed, milliseconds since 1970> <instance name>}. Immutable.
 *
 * @param since the hash's name; empty if there is none
 * @param instances id to instance name, of every node in it, present or leaving
 */
public record Registry(String since, Map<String, String> instances) {
    /** The field that names the hash. */
    public static final String SINCE = "since";
    /** What a present node's value begins with. */
    public static final String PRESENT = "present ";
    /** The same of a node that did not acknowledge in time. */
    public static final String LEAVING = "leaving ";

    private static final int PARTS = 4;

    /** Nothing was read. */
    public static final Registry NONE = new Registry("", Map.of());

    /** Reads the fields of the hash. */
    public static Registry of(Map<String, String> fields) {
        Map<String, String> instances = new LinkedHashMap<>();
        fields.forEach((field, value) -> {
            if (!field.equals(SINCE)) {
                instances.put(field, part(value, PARTS - 1));
            }
        });
        return new Registry(fields.getOrDefault(SINCE, ""), Collections.unmodifiableMap(instances));
    }

    /** The name of the hash in which a node is present; null if its value says anything else. */
    public static String sinceOfPresent(String value) {
        return value != null && value.startsWith(PRESENT) ? part(value, 1) : null;
    }

    private static String part(String value, int number) {
        String[] parts = value.split(" ", PARTS);
        return parts.length > number ? parts[number] : "";
    }
}
