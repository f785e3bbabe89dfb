package org.tokenrevocation.internal.denylist;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How many bytes of heap one revocation takes, by the JVM's own count after a collection, at sizes in steps of a tenth
 * up to the given one (default ten million). How little heap the growing needs is shown by a small {@code -Xmx}:
 *
 * <pre>java -Xmx420m -cp core/src/jmh/target/benchmarks.jar org.tokenrevocation.internal.denylist.ReplicaHeap</pre>
 */
public final class ReplicaHeap {
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    private ReplicaHeap() {}

    /** Prints one line for each size. */
    public static void main(String[] args) {
        measure(args.length == 0 ? 10_000_000 : Integer.parseInt(args[0]));
        System.out.println("largest heap allowed: " + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB");
    }

    /** Prints one line for each size, and returns them. */
    public static List<Map<String, Object>> measure(int most) {
        List<Map<String, Object>> rows = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        long before = used();
        Replica replica = new Replica();
        for (int tenth = 1; tenth <= 10; tenth++) {
            while (replica.size() < (long) most * tenth / 10) {
                replica.add(random.nextLong(), random.nextLong(), random.nextLong(1L << 41));
            }
            long bytes = used() - before;
            double each = (double) bytes / replica.size();
            System.out.printf("%,d revocations: %.1f bytes each%n", replica.size(), each);
            rows.add(Map.of("entries", replica.size(), "bytesEach", each));
        }
        return rows;
    }

    private static long used() {
        MEMORY.gc();
        return MEMORY.getHeapMemoryUsage().getUsed();
    }
}
