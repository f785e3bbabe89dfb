package org.tokenrevocation.sample.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void parse_nothing_defaults() {
        assertEquals(new Options(8080, 1, null, "sessions", "127.0.0.1", false), Options.parse());
    }

    @Test
    void parse_bothSpellings_taken() {
        assertEquals(new Options(0, 3, "redis://h", "denylist", "::1", false), Options.parse(
                "--port", "0", "--nodes=3", "--redis-url=redis://h", "--mode", "denylist", "--bind", "::1"));
    }

    @Test
    void parse_help_wantedBesideOthers() {
        assertTrue(Options.parse("--port", "0", "--help").isHelp());
    }

    @ParameterizedTest
    @CsvSource({
        "-x, [-x]", "port, [port]", "--port, --port", "--port=, []", "--port=-1, [-1]", "--port=65536, [65536]",
        "--port=8e3, [8e3]", "--nodes=0, [0]", "--nodes=33, [33]", "--port=65535 --nodes=2, [65535]",
        "--port=1 --port=2, --port", "--redis-url=, []", "--bind=, []", "--mode=, []", "--help=no, [--help]"
    })
    void parse_wrong_refusedByName(String arguments, String named) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Options.parse(arguments.split(" ")));
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }
}
