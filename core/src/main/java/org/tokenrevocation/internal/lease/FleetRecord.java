package org.tokenrevocation.internal.lease;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tokenrevocation.Mode;

/**
 * What all nodes on one Redis agree on, as one string under one key: {@code 2 <epoch> <bound> <mode> <replication id>
 * <founding window> <founding until>}, or with a fence {@code 3 <epoch> <bound> <mode> <replication id> <replicas> <lease
 * acks> <revoke acks> <founding window> <founding until>}, which nodes that know no fence find unreadable. A plain string, so
 * that one {@code GET} reads it and equal bytes mean the same incarnation.
 *
 * @param epoch random; names one incarnation of the data
 * @param boundMillis L for the whole fleet: the effect bound of whoever founded it
 * @param mode the mode of the whole fleet
 * @param replicationId the primary's {@code master_replid} when it was founded; a restart or a fail-over changes it
 * @param fence how many replicas acknowledge
 * @param windowMillis how long, by each node's own clock, nobody may answer while all write back what they know; 0 once
 *     a node has seen it last that long: the founding is over
 * @param foundingUntilMillis Redis' {@code TIME} when the record was written plus the window; tells apart two records
 *     that ask for a window each, and decides nothing
 */
public record FleetRecord(
        String epoch, long boundMillis, Mode mode, String replicationId, Fence fence, long windowMillis,
        long foundingUntilMillis) {
    /** The longest window and bound that a record can tell. */
    public static final long MOST_MILLIS = 999_999;

    private static final Pattern FORM = Pattern.compile("([23]) ([0-9a-f]{16}) (\\d{1,6}) (sessions|denylist) ([0-9a-f]{1,64})"
            + "( (\\d{1,2}) (\\d{1,2}) (\\d{1,2}))? (\\d{1,6}) (\\d{1,15})");

    private static final Pattern FORM_1 = Pattern.compile(
            "1 [0-9a-f]{16} (\\d{1,6}) (?:sessions|denylist) [0-9a-f]{1,64} \\d{1,6} \\d{1,15}");

    /** Reads a record; null if the text is none that this version understands. */
    public static FleetRecord parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || matcher.group(1).equals("3") != (matcher.group(6) != null)) {
            return null;
        }
        return new FleetRecord(
                matcher.group(2),
                Long.parseLong(matcher.group(3)),
                Mode.valueOf(matcher.group(4).toUpperCase(Locale.ROOT)),
                matcher.group(5),
                matcher.group(6) == null ? Fence.NONE : new Fence(Integer.parseInt(matcher.group(7)),
                        Integer.parseInt(matcher.group(8)), Integer.parseInt(matcher.group(9))),
                Long.parseLong(matcher.group(10)),
                Long.parseLong(matcher.group(11)));
    }

    /** The text without its end, for Redis to complete with its own time: what a founder proposes. */
    public static String proposal(
            String epoch, long boundMillis, Mode mode, String replicationId, Fence fence, long windowMillis) {
        return (fence.isOn() ? "3 " : "2 ") + epoch + " " + boundMillis + " " + mode.name().toLowerCase(Locale.ROOT) + " "
                + replicationId + (fence.isOn()
                        ? " " + fence.replicas() + " " + fence.leaseAcks() + " " + fence.revokeAcks() : "")
                + " " + windowMillis + " ";
    }

    /**
     * The bound of a text of form 1, whose nodes know no registry and acknowledge nothing: it is founded anew, and they find
     * the new record unreadable.
     *
     * @return milliseconds; 0 if it is no text of form 1
     */
    public static long boundMillisOfForm1(String text) {
        Matcher matcher = FORM_1.matcher(text);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    public boolean isFounding() {
        return windowMillis != 0;
    }

    /** The same with another window, to be completed by Redis. */
    public String proposal(long newWindowMillis) {
        return proposal(epoch, boundMillis, mode, replicationId, fence, newWindowMillis);
    }

    /** The same with a fence that covers another one too, to be completed by Redis. */
    public String proposal(Fence other) {
        return proposal(epoch, boundMillis, mode, replicationId, fence.with(other), windowMillis);
    }

    /** The record's text in Redis. */
    public String text() {
        return proposal(windowMillis) + foundingUntilMillis;
    }
}
