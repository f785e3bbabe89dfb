package org.tokenrevocation.sample.launcher;

import java.util.HashMap;
import java.util.Map;

/**
 * The command line, checked. Immutable.
 *
 * @param port of the first node, the others follow; 0 for free ones
 * @param nodes how many servers to start
 * @param redisUrl where Redis is; null to start an embedded one
 * @param mode the setting {@code revocation.mode} of every node
 * @param bind the address to listen on
 * @param isHelp whether only the usage is wanted
 */
record Options(int port, int nodes, String redisUrl, String mode, String bind, boolean isHelp) {
    static final String USAGE = """
            Usage: java -jar sample-war.war [options]
              --port PORT      port of the first node, the others follow; 0 takes free ones (default 8080)
              --nodes N        servers to start on one Redis, each with its own web application, 1 to 32 (default 1)
              --redis-url URL  redis://[user:password@]host[:port][/database] or rediss://; without it an embedded
                               Redis is started on a free loopback port and leaves nothing behind
              --mode MODE      sessions or denylist (default sessions)
              --bind ADDRESS   address to listen on (default 127.0.0.1)
              --help           this text
            All settings (.github/docs/settings.md) can be given as system properties, for example
              java -Drevocation.effect-bound=20ms -jar sample-war.war""";

    private static final int MAX_PORT = 65_535;
    private static final int MAX_NODES = 32;
    private static final Map<String, String> DEFAULTS =
            Map.of("port", "8080", "nodes", "1", "redis-url", "", "mode", "sessions", "bind", "127.0.0.1");

    /**
     * Reads {@code --name value} and {@code --name=value}.
     *
     * @throws IllegalArgumentException for the first unknown, repeated or incomplete option, or value out of bounds
     */
    static Options parse(String... arguments) {
        Map<String, String> given = new HashMap<>();
        boolean isHelp = false;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--help") || arguments[i].equals("-h")) {
                isHelp = true;
                continue;
            }
            int equals = arguments[i].indexOf('=');
            String option = equals < 0 ? arguments[i] : arguments[i].substring(0, equals);
            if (!option.startsWith("--") || !DEFAULTS.containsKey(option.substring(2))) {
                throw new IllegalArgumentException("Unknown option [" + option + "]; see --help");
            }
            if (equals < 0 && i + 1 == arguments.length) {
                throw new IllegalArgumentException("Option " + option + " needs a value; see --help");
            }
            String value = equals < 0 ? arguments[++i] : arguments[i].substring(equals + 1);
            if (given.put(option.substring(2), value) != null) {
                throw new IllegalArgumentException("Option " + option + " is given twice; give it once");
            }
        }
        return checked(given, isHelp);
    }

    private static Options checked(Map<String, String> given, boolean isHelp) {
        int port = number(given, "port", 0, MAX_PORT);
        int nodes = number(given, "nodes", 1, MAX_NODES);
        if (port != 0 && port + nodes - 1 > MAX_PORT) {
            throw new IllegalArgumentException("Option --port must leave room for [" + nodes + "] nodes up to "
                    + MAX_PORT + ", but is [" + port + "]; choose a lower one");
        }
        String mode = text(given, "mode");
        if (!mode.equals("sessions") && !mode.equals("denylist")) {
            throw new IllegalArgumentException("Option --mode must be sessions or denylist, but is [" + mode + "]");
        }
        String redisUrl = given.get("redis-url");
        if (redisUrl != null && redisUrl.isBlank()) {
            throw new IllegalArgumentException("Option --redis-url must be a URL such as [redis://127.0.0.1:6379], but"
                    + " is []; leave it out to start an embedded Redis");
        }
        if (text(given, "bind").isBlank()) {
            throw new IllegalArgumentException("Option --bind must be an address such as [127.0.0.1], but is []");
        }
        return new Options(port, nodes, redisUrl, mode, text(given, "bind"), isHelp);
    }

    private static String text(Map<String, String> given, String name) {
        return given.getOrDefault(name, DEFAULTS.get(name));
    }

    private static int number(Map<String, String> given, String name, int least, int most) {
        String text = text(given, name);
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outOfBounds(name, text, least, most, e);
        }
        throw outOfBounds(name, text, least, most, null);
    }

    private static IllegalArgumentException outOfBounds(
            String name, String text, int least, int most, NumberFormatException cause) {
        return new IllegalArgumentException("Option --" + name + " must be a number from " + least + " to " + most
                + ", but is [" + text + "]; see --help", cause);
    }
}
