package org.tokenrevocation.internal.denylist;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.SplittableRandom;

/**
 * How many bytes of heap one revocation takes, by the JVM's own count after a collection, at sizes in steps of a tenth
 * up to the given one (default ten million). How little heap the growing needs is shown by a small {@code -Xmx}:
 *
 * <pre>java -Xmx420m -cp core/target/benchmarks.jar org.tokenrevocation.internal.denylist.ReplicaHeap</pre>
 */
public final class ReplicaHeap {
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    private ReplicaHeap() {}

    /** Prints one line for each size. */
    public static void main(String[] args) {
        int most = args.length == 0 ? 10_000_000 : Integer.parseInt(args[0]);
        SplittableRandom random = new SplittableRandom(1);
        long before = used();
        Replica replica = new Replica();
        for (int tenth = 1; tenth <= 10; tenth++) {
            while (replica.size() < (long) most * tenth / 10) {
                replica.add(random.nextLong(), random.nextLong(), random.nextLong(1L << 41));
            }
            long bytes = used() - before;
            System.out.printf("%,d revocations: %.1f bytes each%n", replica.size(), (double) bytes / replica.size());
        }
        if (!replica.contains(0, 0)) {
            System.out.println("largest heap allowed: " + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB");
        }
    }

    private static long used() {
        MEMORY.gc();
        return MEMORY.getHeapMemoryUsage().getUsed();
    }
}
