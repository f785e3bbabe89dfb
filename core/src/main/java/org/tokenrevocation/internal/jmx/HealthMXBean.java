package org.tokenrevocation.internal.jmx;

import java.util.Map;

/** Health as management tools read it; each attribute is one of {@link org.tokenrevocation.Health}. Public for JMX alone. */
public interface HealthMXBean {
    /** The instance's name. */
    String getName();

    /** The mode of operation. */
    String getMode();

    /** Whether requests can be judged. */
    boolean isUp();

    /** Whether Redis answers. */
    String getRedis();

    /** What is wrong; empty while all is well. */
    String getTrouble();

    /** Why revocations wait; empty while all nodes acknowledge. */
    String getWaiting();

    /** How answers come about. */
    String getMemory();

    /** The age of the lease in milliseconds; -1 without one. */
    double getLeaseAgeMillis();

    /** The size of the memory. */
    long getEntries();

    /** Its ceiling. */
    long getEntriesMax();

    /** Counters and gauges by name. */
    Map<String, Long> getCounters();
}
