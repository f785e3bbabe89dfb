package org.tokenrevocation.internal.jmx;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.tokenrevocation.Health;

/**
 * One instance's health in the platform's MBean server, until it is closed: the server outlives web applications, and a bean
 * left behind would keep their class loader. Each attribute is read anew. Thread-safe.
 */
public final class HealthBean implements HealthMXBean, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    private final Supplier<Health> health;
    private final String name;
    private ObjectName registered;

    private HealthBean(String name, Supplier<Health> health) {
        this.name = name;
        this.health = health;
    }

    /** Registers a bean under the instance's name; if there is one of that name, says so and registers none. */
    public static HealthBean register(String name, Supplier<Health> health) {
        HealthBean bean = new HealthBean(name, health);
        try {
            ObjectName wanted = objectName(name);
            server().registerMBean(bean, wanted);
            bean.registered = wanted;
        } catch (InstanceAlreadyExistsException e) {
            LOG.log(System.Logger.Level.WARNING, "{0}: there is an MBean [{1}] of another instance already, so this one has"
                    + " none; give each a name of its own by revocation.instance-name", name, e.getMessage());
        } catch (JMException | SecurityException e) {
            LOG.log(System.Logger.Level.WARNING, "{0}: the MBean cannot be registered: {1}; set revocation.jmx=false", name,
                    e.toString());
        }
        return bean;
    }

    /** The name of an instance's bean. */
    static ObjectName objectName(String name) throws JMException {
        return new ObjectName("org.tokenrevocation:type=TokenRevocation,name=" + ObjectName.quote(name));
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getMode() {
        return health.get().mode().name();
    }

    @Override
    public boolean isUp() {
        return health.get().isUp();
    }

    @Override
    public String getRedis() {
        return health.get().redis().name();
    }

    @Override
    public String getTrouble() {
        return health.get().trouble().orElse("");
    }

    @Override
    public String getWaiting() {
        return health.get().waiting().orElse("");
    }

    @Override
    public String getMemory() {
        return health.get().memory().name();
    }

    @Override
    public double getLeaseAgeMillis() {
        return health.get().leaseAge().map(age -> age.toNanos() / 1e6).orElse(-1.0);
    }

    @Override
    public long getEntries() {
        return health.get().entries();
    }

    @Override
    public long getEntriesMax() {
        return health.get().entriesMax();
    }

    @Override
    public Map<String, Long> getCounters() {
        return health.get().counters();
    }

    /** Takes the bean out of the server; idempotent. */
    @Override
    public synchronized void close() {
        if (registered != null) {
            try {
                server().unregisterMBean(registered);
            } catch (InstanceNotFoundException e) {
                LOG.log(System.Logger.Level.DEBUG, "{0}: somebody else has taken the MBean away", name);
            } catch (JMException | SecurityException e) {
                LOG.log(System.Logger.Level.WARNING, "{0}: the MBean cannot be taken away: {1}", name, e.toString());
            }
            registered = null;
        }
    }
}
