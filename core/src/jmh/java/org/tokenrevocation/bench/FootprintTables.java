package org.tokenrevocation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.tokenrevocation.bench.Raw.Values;

/** How large things are, and how long they take to start. */
final class FootprintTables {
    /** The deployments on Tomcat that our JAR is part of, by their names in the raw data. */
    static final List<String> WITH_OURS = List.of("sessions-up", "sessions-down", "denylist-up", "denylist-down");

    private FootprintTables() {}

    static void write(Raw raw, Page page) throws IOException {
        if (!page.begin("Sizes and start", "footprint")) {
            return;
        }
        page.lines("The files of `mvn package` at the commit that was measured; parts of the WAR as they lie in it. Ready is counted"
                + " from `java -jar` to the line that says so, with one node and the embedded Redis.");
        page.head("", "");
        JsonNode all = raw.of("footprint");
        page.row(Page.mark("war") + "`sample-war.war`", megabytes(all.at("/war/bytes").asDouble()));
        page.row("of it the application with Jersey and Jackson", megabytes(all.at("/war/application").asDouble()));
        page.row("of it Jetty", megabytes(all.at("/war/jetty").asDouble()));
        page.row("of it Redis for " + all.at("/war/redis").size() + " platforms", megabytes(redis(all)));
        page.row(Page.mark("war-one-platform") + "the WAR with Redis for one platform, the largest", megabytes(withOnePlatform(all)));
        page.row(Page.mark("war-without-redis") + "the WAR without Redis", megabytes(all.at("/war/bytes").asDouble() - redis(all)));
        page.row(Page.mark("all-jar") + "the self-contained JAR", megabytes(all.get("all").asDouble()));
        for (String module : List.of("servlet-filter", "jaxrs-resource", "core")) {
            page.row(Page.mark("jar-" + module) + "the JAR of `" + module + "`", kilobytes(all.get(module).asDouble()));
        }
        page.row(Page.mark("ready") + "from `java -jar` to `Ready`", ready(all));
        page.line("");
    }

    static void start(Raw raw, Page page) throws IOException {
        if (!page.begin("Starting on a server", "start")) {
            return;
        }
        page.lines("One small application deployed on a freshly started Tomcat 10.1, without the self-contained JAR and with it, in"
                + " turn; the milliseconds are those that Tomcat itself reports. What it adds is compared within each round.");
        page.head("", "ms", "added");
        JsonNode all = raw.of("start");
        page.row(Page.mark("start-none") + "without it", Values.of(all.get("none")).text(""), "–");
        WITH_OURS.forEach(name -> page.row(Page.mark("start-" + name) + words(name), Values.of(all.get(name)).text(""),
                added(all, name).text("")));
        page.line("");
    }

    /** What such a name says. */
    static String words(String name) {
        return name.replace("-", ", Redis ");
    }

    /** Milliseconds that our JAR adds to a deployment, round by round. */
    static Values added(JsonNode start, String name) {
        List<JsonNode> without = Raw.list(start.get("none"));
        List<JsonNode> with = Raw.list(start.get(name));
        return Values.of(IntStream.range(0, with.size())
                .mapToDouble(i -> with.get(i).asDouble() - without.get(i).asDouble())
                .toArray());
    }

    static double redis(JsonNode all) {
        return Raw.list(all.at("/war/redis")).stream().mapToDouble(JsonNode::asDouble).sum();
    }

    static double withOnePlatform(JsonNode all) {
        double largest = Raw.list(all.at("/war/redis")).stream().mapToDouble(JsonNode::asDouble).max().orElseThrow();
        return all.at("/war/bytes").asDouble() - redis(all) + largest;
    }

    static String ready(JsonNode all) {
        return Values.of(all.get("readyMillis")).in(1_000).text(" s");
    }

    static String megabytes(double bytes) {
        return Raw.number(bytes / 1e6) + " MB";
    }

    static String kilobytes(double bytes) {
        return Math.round(bytes / 1e3) + " kB";
    }
}
