package org.tokenrevocation.sample.page;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.tokenrevocation.TokenRevocation;

/** Everything behind the page of one web application, made when somebody first looks. Thread-safe. */
final class Page implements AutoCloseable {
    private static final String ATTRIBUTE = Page.class.getName();
    /** The launcher's list of all nodes; a container has none, then this node is the fleet. */
    private static final String NODES = "sample.nodes";
    /** The embedded Redis, if the launcher started one and listens on the loopback address only. */
    private static final String REDIS_PROCESS = "sample.redis-process";
    private static final int MOST_STREAMS = 16;
    private static final long TICK_MILLIS = 100;
    private static final long UNSEEN_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Tells this run of the page from the next one, whose cards have the same numbers. */
    private final String run = UUID.randomUUID().toString();
    private final Crew crew = new Crew();
    private final EffectTimes times = new EffectTimes();
    private final List<EventStream> streams = new CopyOnWriteArrayList<>();
    private final Node own;
    private final Panel panel;
    private final Watch watch;
    private final Load load;
    private final Plug plug;
    private final NodeSwitch nodeSwitch;
    private final Race race = new Race();
    private long lastSeenNanos = System.nanoTime();
    private String lastSent = "";
    private long lastSentNanos;

    private Page(ServletContext context, HttpServletRequest first) {
        List<Node> nodes = nodes(context, first);
        this.own = nodes.stream()
                .filter(node -> node.address().getPort() == first.getLocalPort())
                .findFirst()
                .orElse(nodes.get(0));
        this.panel = new Panel(nodes, own, crew, times, race,
                () -> (TokenRevocation) context.getAttribute(TokenRevocation.CONTEXT_ATTRIBUTE));
        this.watch = new Watch(nodes, panel, crew);
        this.load = new Load(nodes, own, crew, times);
        this.plug = new Plug(context.getInitParameter(REDIS_PROCESS));
        this.nodeSwitch = new NodeSwitch(context, nodes.size(), nodes.indexOf(own));
        crew.errands().execute(panel::logInByItself);
        crew.clock().scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    static Page of(HttpServletRequest request) {
        ServletContext context = request.getServletContext();
        synchronized (Page.class) {
            Page page = (Page) context.getAttribute(ATTRIBUTE);
            if (page == null) {
                page = new Page(context, request);
                context.setAttribute(ATTRIBUTE, page);
            }
            return page;
        }
    }

    static void closeIn(ServletContext context) {
        synchronized (Page.class) {
            if (context.getAttribute(ATTRIBUTE) instanceof Page page) {
                context.removeAttribute(ATTRIBUTE);
                page.close();
            }
        }
    }

    private static List<Node> nodes(ServletContext context, HttpServletRequest first) {
        String list = context.getInitParameter(NODES);
        if (list == null) {
            // The socket's own address, never the Host header: the page must not ask a host that a client names.
            String address = first.getLocalAddr();
            return List.of(new Node("node-1", URI.create(first.getScheme() + "://"
                    + (address.contains(":") ? "[" + address + "]" : address) + ":" + first.getLocalPort()
                    + first.getContextPath() + "/")));
        }
        List<Node> nodes = new ArrayList<>();
        for (String address : list.strip().split(" +")) {
            nodes.add(new Node("node-" + (nodes.size() + 1), URI.create(address)));
        }
        return List.copyOf(nodes);
    }

    String run() {
        return run;
    }

    Panel panel() {
        return panel;
    }

    Watch watch() {
        return watch;
    }

    Load load() {
        return load;
    }

    Plug plug() {
        return plug;
    }

    NodeSwitch nodeSwitch() {
        return nodeSwitch;
    }

    /** The name of the node that can be stopped. */
    String stoppable() {
        return watch.strips().get(nodeSwitch.node()).name();
    }

    Race race() {
        return race;
    }

    EffectTimes times() {
        return times;
    }

    Node own() {
        return own;
    }

    Outcome pullPlug() throws IOException {
        watch.strips().forEach(strip -> strip.recovered(null));
        plug.pull();
        return Outcome.done("Redis is paused. Watch the fleet answer 503.");
    }

    Outcome putPlugBack() throws IOException {
        plug.putBack();
        watch.measureRecovery();
        return Outcome.done("Redis runs again.");
    }

    Outcome node(boolean isWanted) {
        if (!nodeSwitch.isPresent()) {
            return Outcome.refused(403, "A fleet of one node has none to stop; start the sample with --nodes 3.");
        }
        nodeSwitch.turn(isWanted);
        return Outcome.done(isWanted
                ? stoppable() + " runs again and joins the fleet."
                : stoppable() + " has stopped without a goodbye. The next revocation waits for it once; then it is fast again.");
    }

    Outcome load(boolean isWanted) {
        if (isWanted) {
            load.start();
            return Outcome.done("Load: about 200 requests per second.");
        }
        load.stop();
        return Outcome.done("Load removed.");
    }

    boolean isFull() {
        return streams.size() >= MOST_STREAMS;
    }

    void add(EventStream stream) {
        streams.add(stream);
        stream.send(Snapshot.of(this));
    }

    void remove(EventStream stream) {
        streams.remove(stream);
    }

    private void tick() {
        long now = System.nanoTime();
        if (streams.isEmpty()) {
            if (now - lastSeenNanos > UNSEEN_NANOS) {
                load.stop();
            }
            return;
        }
        lastSeenNanos = now;
        watch.tick();
        String snapshot = Snapshot.of(this);
        if (!snapshot.equals(lastSent) || now - lastSentNanos > TimeUnit.SECONDS.toNanos(5)) {
            lastSent = snapshot;
            lastSentNanos = now;
            streams.forEach(stream -> stream.send(snapshot));
        }
    }

    @Override
    public void close() {
        load.stop();
        crew.close();
        streams.forEach(EventStream::end);
        try {
            plug.putBack();
        } catch (IOException redisEndedFirst) {
            System.getLogger("org.tokenrevocation").log(System.Logger.Level.DEBUG, "plug", redisEndedFirst);
        }
    }
}
