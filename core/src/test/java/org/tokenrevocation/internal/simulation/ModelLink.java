package org.tokenrevocation.internal.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tokenrevocation.internal.feed.BeatReply;
import org.tokenrevocation.internal.feed.BeatRequest;
import org.tokenrevocation.internal.feed.Feed;
import org.tokenrevocation.internal.feed.FeedLink;
import org.tokenrevocation.internal.feed.Heard;
import org.tokenrevocation.internal.feed.Member;
import org.tokenrevocation.internal.identity.TokenDigest;
import org.tokenrevocation.internal.lease.FleetRecord;
import org.tokenrevocation.internal.lease.Registry;
import org.tokenrevocation.internal.lease.ServerId;

/** One node's feed connections to the model, each a channel in which nothing overtakes. */
final class ModelLink implements FeedLink {
    /** Small, so that replies are cut. */
    private static final int BATCH = 2;
    private static final int DEAF = 120;

    private final Node node;
    private final World world;
    private final Servers servers;
    private final Weather weather;
    private final Variant variant;
    private Feed feed;
    private Session session;
    private BeatReply lastGood;
    private long lastSentNanos;
    private boolean isFirstBeat;

    /** One connection. */
    final class Session {
        private final long generation;
        private final ModelRedis server;
        private final int life;
        private final List<Runnable> held = new ArrayList<>();
        private boolean isBlocked;
        private long lastArrival;
        private long lastDelivery;
        private long haltNanos;
        private boolean isOver;
        /** Drawn when it first matters. */
        private Boolean isDeaf;

        Session(long generation, ModelRedis server) {
            this.generation = generation;
            this.server = server;
            this.life = server.life;
        }

        ModelRedis server() {
            return server;
        }

        /** Whether its last command has not returned yet, so that later ones wait. */
        boolean isBlocked() {
            return isBlocked;
        }

        void hold(Runnable arrival) {
            held.add(arrival);
        }

        void block(boolean isOn) {
            isBlocked = isOn;
            List<Runnable> waiting = List.copyOf(held);
            held.clear();
            waiting.forEach(Runnable::run);
        }

        /** Entries that another node has deleted. */
        void deleted(List<byte[][]> pairs) {
            if (hears()) {
                deliver(() -> feed.membership().deleted(generation, pairs));
            }
        }

        void send(Supplier<Object> work, Consumer<Object> reply) {
            long arrival = Math.max(lastArrival, world.now() + weather.feed());
            lastArrival = arrival;
            server.send(arrival - world.now(), new ModelRedis.Command(
                    life, this, null, work, answer -> deliver(() -> reply.accept(answer)), this::cut));
        }

        private void deliver(Runnable report) {
            lastDelivery = Math.max(lastDelivery, world.now() + weather.feed()) + world.upTo(haltNanos);
            world.after(lastDelivery - world.now(), () -> {
                if (!isOver) {
                    report.run();
                }
            });
        }

        /** An invalidation; null for all keys. */
        void push(Collection<String> keys) {
            deliver(() -> {
                world.note(node, " hears of ", (keys == null ? "all" : keys));
                feed.pushed(generation, keys == null ? null : keys.stream()
                        .map(key -> key.getBytes(StandardCharsets.UTF_8)).toList());
            });
        }

        /** An announcement. Some connections hear of none: no guarantee may depend on that. */
        void announce(Heard heard) {
            if (hears()) {
                deliver(() -> {
                    if (world.isTraced()) {
                        world.note(node, " is told of ", heard.digests().keySet(), " in round ", heard.number());
                    }
                    feed.membership().announced(generation, heard);
                });
            }
        }

        /** An acknowledgement, if it is for this node. */
        void acknowledge(String inbox, String id, long first, long last) {
            if (inbox.equals(feed.membership().acknowledgements().inbox()) && hears()) {
                boolean isAny = variant == Variant.ANY_ROUND_COUNTED;
                deliver(() -> feed.membership().acknowledged(generation, id, isAny ? 0 : first, isAny ? Long.MAX_VALUE : last));
            }
        }

        private boolean hears() {
            if (isDeaf == null) {
                isDeaf = world.perMille(DEAF);
            }
            return !isDeaf && node.hears();
        }

        /** The connection breaks, and the node hears of it behind what it had been sent. */
        void cut() {
            server.closed(this);
            deliver(() -> lost("cut"));
        }

        /** From now on nothing comes through, and nobody hears of that. */
        void fallSilent() {
            server.closed(this);
            isOver = true;
        }

        /** The node's thread does not read for a while. */
        void starve(long nanos) {
            lastDelivery = Math.max(lastDelivery, world.now() + nanos);
        }

        /** The node's thread stops before each message for up to a while. */
        void halt(long nanos) {
            haltNanos = nanos;
        }

        private void lost(String why) {
            world.note(node, " lost its feed: ", why);
            isOver = true;
            feed.lost(generation, why);
        }
    }

    ModelLink(Node node, World world, Servers servers, Weather weather, Variant variant) {
        this.node = node;
        this.world = world;
        this.servers = servers;
        this.weather = weather;
        this.variant = variant;
    }

    void reportTo(Feed reported) {
        feed = reported;
    }

    Session session() {
        return session;
    }

    @Override
    public void connect(long generation) {
        Session opening = new Session(generation, servers.endpoint());
        session = opening;
        isFirstBeat = true;
        opening.send(() -> {
            if (!opening.server.isPrimary()) {
                return new ModelRedis.ErrorReply("the server is a replica, not a primary");
            }
            opening.server.opened(opening, node.isTracked());
            return opening.server.id();
        }, answer -> {
            if (answer instanceof ServerId server) {
                world.note(node, " is connected to ", server, ", generation ", generation);
                feed.connected(generation, server, node.isTracked());
            } else {
                opening.lost(String.valueOf(answer));
            }
        });
    }

    @Override
    public void beat(long generation, BeatRequest request, long waitNanos) {
        if (session.generation != generation) {
            return;
        }
        boolean isResumed = variant == Variant.RESUME_FROM_NOW && isFirstBeat && request.cursor() != null;
        isFirstBeat = false;
        lastSentNanos = node.nanos();
        Supplier<Object> work = () -> FencedBeat.of(servers.executing(), node, request, waitNanos, reply(
                request.isIdentityAsked(), request.cursor(), isResumed, request.member()));
        Session present = session;
        present.send(work, answer -> answered(generation, answer));
        if (variant == Variant.TWO_BEATS) {
            world.after(world.upTo(80 * Weather.MILLIS), () -> {
                if (session == present) {
                    lastSentNanos = node.nanos();
                }
            });
        }
    }

    /** When the last beat was sent, or when the naive version would have sent a second one. */
    long lastSentNanos() {
        return lastSentNanos;
    }

    private void answered(long generation, Object answer) {
        if (answer instanceof BeatReply reply) {
            lastGood = reply;
            feed.replied(generation, reply);
        } else if (variant == Variant.ERROR_AS_PROOF && lastGood != null) {
            feed.replied(generation, lastGood);
        } else {
            world.note(node, "'s beat is refused: ", answer);
            feed.refused(generation, String.valueOf(answer));
        }
    }

    private BeatReply reply(boolean isIdentityAsked, String cursor, boolean isResumed, Member member) {
        ModelRedis server = servers.executing();
        Data data = server.data;
        long clock = variant == Variant.DROP_BY_LOCAL_CLOCK ? node.millis() : server.clockMillis();
        return new BeatReply(server.isPrimary(), isIdentityAsked ? server.id().replicationId() : null, clock, fleet(data, clock),
                member == null ? null : registration(data, member),
                cursor == null ? null : changes(data, Long.parseLong(cursor), isResumed));
    }

    private String registration(Data data, Member member) {
        String value = data.nodes(member.epoch()).get(member.id());
        return variant == Variant.LEASE_WHILE_LEAVING
                ? "present " + data.nodes(member.epoch()).get(Registry.SINCE) + " 0 " + node
                : value;
    }

    private String fleet(Data data, long clock) {
        FleetRecord record = variant == Variant.FOUNDING_BY_REDIS_CLOCK ? FleetRecord.parse(data.fleet) : null;
        if (record == null || clock < record.foundingUntilMillis()) {
            return data.fleet;
        }
        return new FleetRecord(record.epoch(), record.boundMillis(), record.mode(), record.replicationId(), record.fence(), 0,
                record.foundingUntilMillis()).text();
    }

    private BeatReply.Changes changes(Data data, long cursor, boolean isResumed) {
        if (isResumed) {
            long end = data.stream.isEmpty() ? cursor : data.stream.get(data.stream.size() - 1).id();
            return new BeatReply.Changes(true, Map.of(), String.valueOf(end), data.revoked.size(), false);
        }
        Map<TokenDigest, Long> digests = new LinkedHashMap<>();
        long last = cursor;
        int count = 0;
        for (Data.Change change : data.stream) {
            if (change.id() > cursor && count < BATCH) {
                count++;
                last = change.id();
                if (change.digest() != null) {
                    digests.put(change.digest(), change.dropAtMillis());
                }
            }
        }
        boolean isProven = variant == Variant.CURSOR_TRUSTED || data.hasChange(cursor);
        return new BeatReply.Changes(isProven, Token.tokens(digests), Token.cutoffs(digests), String.valueOf(last), data.revoked.size(), count >= BATCH);
    }

    @Override
    public void found(long generation, String expected, String proposal, long windowMillis) {
        FleetRecord present = FleetRecord.parse(expected);
        boolean isIgnored = variant == Variant.FOUNDING_NOT_EXTENDED && windowMillis > 0
                && present != null && proposal.contains(present.epoch());
        session.send(() -> {
            ModelRedis server = servers.writing();
            if (server.data.fleet.equals(expected) && !isIgnored) {
                server.data.fleet = proposal + (server.clockMillis() + windowMillis);
                server.replicate(true);
                world.note(node, " founds [", server.data.fleet, "]");
                if (windowMillis == 0) {
                    server.settled();
                }
            }
            return "";
        }, answer -> {
            if (answer instanceof ModelRedis.ErrorReply) {
                session.lost("founding was refused");
            } else {
                feed.proposed(generation);
            }
        });
    }

    @Override
    public void register(long generation, Member member, String since, String instance) {
        session.send(() -> {
            ModelRedis server = servers.writing();
            Map<String, String> fields = server.data.nodes(member.epoch());
            String name = fields.computeIfAbsent(Registry.SINCE, field -> since);
            fields.put(member.id(), "present " + name + " " + server.clockMillis() + " " + instance);
            server.replicate(true);
            world.note(node, " is registered as ", member.id());
            return "";
        }, answer -> {
            if (answer instanceof ModelRedis.ErrorReply refusal) {
                feed.membership().refused(generation, member, refusal.text());
            } else {
                feed.membership().registered(generation, member);
            }
        });
    }

    @Override
    public void refresh(long generation, Member member, String instance) {
        session.send(() -> servers.writing().data.nodes(member.epoch()).computeIfPresent(member.id(), (id, value) -> value),
                answer -> { });
    }

    @Override
    public void mark(long generation, String epoch, Collection<String> ids) {
        session.send(() -> {
            world.note(node, " marks ", ids);
            ModelRedis server = servers.writing();
            Map<String, String> fields = server.data.nodes(epoch);
            if (variant == Variant.DELETED_AT_ONCE) {
                fields.keySet().removeAll(ids);
            } else {
                ids.forEach(id -> fields.computeIfPresent(id, (same, value) -> value.replace("present ", "leaving ")));
            }
            server.replicate(true);
            return "";
        }, answer -> {
            if (!(answer instanceof ModelRedis.ErrorReply)) {
                feed.membership().marked(generation, epoch, ids);
            }
        });
    }

    @Override
    public void sweep(long generation, String epoch, Collection<String> ids) {
        session.send(() -> {
            world.note(node, " sweeps ", ids);
            ModelRedis server = servers.writing();
            Map<String, String> fields = server.data.nodes(epoch);
            ids.forEach(id -> fields.computeIfPresent(id, (same, value) -> value.startsWith("leaving ") ? null : value));
            server.replicate(true);
            return "";
        }, answer -> { });
    }

    @Override
    public void acknowledge(long generation, String inbox, String id, long first, long last) {
        session.send(() -> {
            servers.writing().acknowledge(inbox, id, first, last);
            return "";
        }, answer -> { });
    }

    @Override
    public void leave(long generation, Member member, Runnable left) {
        session.send(() -> servers.writing().data.nodes(member.epoch()).remove(member.id()), answer -> left.run());
    }

    @Override
    public void disconnect(long generation) {
        if (session != null && session.generation == generation) {
            session.server.closed(session);
            session.isOver = true;
        }
    }
}
