package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.testing.Await;
import org.tokenrevocation.testing.RedisServer;
import redis.clients.jedis.RedisClient;

/** Requests on virtual threads, in thousands: none pins its carrier, and a Redis that hangs hangs nobody for good. */
@Tag("jdk21")
class VirtualThreadsIT {
    private static final int CROWD = 10_000;
    private static final String PINNED = "jdk.VirtualThreadPinned";

    @TempDir
    private Path folder;

    private final RedisServer redis = RedisServer.launch();
    private TokenRevocation revocation;
    private VirtualHost host;

    @AfterEach
    void stop() throws Exception {
        host.stop();
        revocation.close();
        redis.close();
    }

    private void start(String server, String mode) throws Exception {
        try (RedisClient jedis = redis.client()) {
            jedis.set("session:access:live", "alice");
            jedis.set("session:access:dead", "mallory");
        }
        revocation = TokenRevocation.open("virtual", Settings.builder().set("redis-url", redis.url()).set("mode", mode)
                .set("accept-unverified", "anonymous").set("redis-timeout", "2s").set("founding-window", "500ms").build());
        Await.untilUp(revocation);
        host = VirtualHost.start(server, revocation, new VirtualHost.Gathering(CROWD));
        revocation.revoke("dead");
        // Both ways once before anything is recorded: loading a class pins whoever comes first.
        hang();
        Crowd.call(host.port(), "/", "live*500", "dead*500");
        recover();
        assertEquals(Map.of("200", 500, "401", 500, "none", 0), Crowd.call(host.port(), "/", "live*500", "dead*500"));
    }

    private int status() {
        return Http.get(host.port(), "/", "Authorization: Bearer live").status();
    }

    private void hang() {
        redis.pause();
        Await.until("no lease is left", () -> status() == 503);
    }

    private void recover() {
        redis.resume();
        Await.until("served again", () -> status() == 200);
    }

    /** With JFR's own threshold: what is shorter is a class that is loaded after all. */
    private static Recording record() {
        Recording recording = new Recording();
        recording.enable(PINNED).withThreshold(Duration.ofMillis(20)).withStackTrace();
        recording.start();
        return recording;
    }

    private Set<String> pinned(Recording recording) throws IOException {
        Path file = folder.resolve("pinned.jfr");
        recording.stop();
        recording.dump(file);
        recording.close();
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        return events.stream().filter(event -> event.getEventType().getName().equals(PINNED))
                .map(RecordedEvent::toString).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource({"jetty,sessions", "jetty,denylist", "tomcat,sessions", "tomcat,denylist"})
    void call_tenThousandAtOnce_eachJudgedAndNothingPinned(String server, String mode) throws Exception {
        start(server, mode);
        Recording recording = record();
        Map<String, Integer> answers = Crowd.call(host.port(), "/gather", "dead*500", "live*" + CROWD, "dead*500");
        assertEquals(Map.of("200", CROWD, "401", 1_000, "none", 0), answers);
        assertEquals(Set.of(), pinned(recording));
    }

    @ParameterizedTest
    @CsvSource({"jetty,sessions", "jetty,denylist", "tomcat,sessions", "tomcat,denylist"})
    void call_tenThousandWhileRedisHangs_eachAnsweredAndServedAgainAfterwards(String server, String mode)
            throws Exception {
        start(server, mode);
        Recording recording = record();
        hang();
        Map<String, Integer> answers = Crowd.call(host.port(), "/", "live*" + (CROWD - 1_000), "dead*1000");
        assertEquals(0, answers.remove("none"), answers.toString());
        // What memory knows to be revoked stays refused.
        answers.remove("401");
        assertEquals(Set.of("503"), answers.keySet());
        recover();
        assertEquals(Map.of("200", 1_000, "401", 1_000, "none", 0),
                Crowd.call(host.port(), "/", "live*1000", "dead*1000"));
        assertEquals(Set.of(), pinned(recording));
    }
}
