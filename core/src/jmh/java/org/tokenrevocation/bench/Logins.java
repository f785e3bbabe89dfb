package org.tokenrevocation.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.tokenrevocation.TokenRevocation;
import redis.clients.jedis.RedisClient;

/**
 * What it costs that each login is pushed to each node of sessions mode, though none needs it: a thousand logins a second,
 * with so many nodes, and with none. Each node is asked often enough to keep its lease.
 */
final class Logins {
    private static final int PER_SECOND = 1_000;
    private static final int ASKED_EACH = 20;

    private final int seconds;

    Logins(int seconds) {
        this.seconds = seconds;
    }

    List<Map<String, Object>> run(int... fleets) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int size : fleets) {
            try (LocalRedis redis = LocalRedis.launch(); RedisClient jedis = redis.client()) {
                List<TokenRevocation> nodes = IntStream.range(0, size)
                        .mapToObj(i -> redis.node("node" + i, "sessions"))
                        .toList();
                jedis.set(Workload.ACCESS + "alive", "alice");
                pace(jedis, nodes, PER_SECOND);
                Count quiet = count(jedis, nodes, 0);
                Count logins = count(jedis, nodes, PER_SECOND);
                nodes.forEach(TokenRevocation::close);
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("nodes", size);
                row.put("loginsPerSecond", PER_SECOND);
                row.put("redisCpuMillisPerSecondQuiet", quiet.redisMicros / 1e3 / seconds);
                row.put("redisCpuMillisPerSecond", logins.redisMicros / 1e3 / seconds);
                row.put("redisSentKilobytesPerSecondQuiet", quiet.sentBytes / 1e3 / seconds);
                row.put("redisSentKilobytesPerSecond", logins.sentBytes / 1e3 / seconds);
                row.put("nodesCpuMillisPerSecondQuiet", quiet.processNanos / 1e6 / seconds);
                row.put("nodesCpuMillisPerSecond", logins.processNanos / 1e6 / seconds);
                rows.add(row);
                System.out.println(row);
            }
        }
        return rows;
    }

    private Count count(RedisClient jedis, List<TokenRevocation> nodes, int logins) {
        Count before = Count.now(jedis);
        pace(jedis, nodes, logins);
        return Count.now(jedis).minus(before);
    }

    /** Every millisecond a login, every fifty a request to each node. */
    private void pace(RedisClient jedis, List<TokenRevocation> nodes, int logins) {
        long begin = System.nanoTime();
        for (int i = 0; i < seconds * PER_SECOND; i++) {
            long due = begin + TimeUnit.SECONDS.toNanos(1) * i / PER_SECOND;
            while (due - System.nanoTime() > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            if (logins > 0) {
                jedis.set(Workload.ACCESS + Tokens.opaque(logins, i), "alice");
            }
            if (i % (PER_SECOND / ASKED_EACH) == 0) {
                nodes.forEach(node -> node.verdict("alive"));
            }
        }
    }

    /** What Redis and this process have used so far; the process holds all nodes, and who logs in. */
    private record Count(double redisMicros, long sentBytes, long processNanos) {
        static Count now(RedisClient jedis) {
            long process = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
            String cpu = jedis.info("cpu");
            double micros = 1e6 * (number(cpu, "used_cpu_sys:") + number(cpu, "used_cpu_user:"));
            return new Count(micros, (long) number(jedis.info("stats"), "total_net_output_bytes:"), process);
        }

        Count minus(Count before) {
            return new Count(redisMicros - before.redisMicros, sentBytes - before.sentBytes,
                    processNanos - before.processNanos);
        }

        private static double number(String info, String name) {
            return info.lines()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                    .sum();
        }
    }
}
