package org.tokenrevocation.internal.simulation;

/** One replica's connection to its primary: writes go one way, acknowledgements the other, and nothing overtakes. */
final class Following {
    private final World world;
    private final Weather weather;
    private final ModelRedis primary;
    private final ModelRedis replica;
    private final boolean isEndSeenLate;
    private long lastWrite;
    private long lastAck;
    private long acknowledged;
    private boolean isLeft;

    Following(World world, Weather weather, ModelRedis primary, ModelRedis replica) {
        this.world = world;
        this.weather = weather;
        this.primary = primary;
        this.replica = replica;
        // A primary that is cut off from a replica takes it for connected, and what it said last for true, for a minute.
        this.isEndSeenLate = world.perMille(500);
    }

    /** The primary has written; the data as it is then. */
    void write(long offset, Data data) {
        lastWrite = Math.max(lastWrite, world.now() + weather.net());
        world.after(lastWrite - world.now(), () -> {
            if (!isLeft) {
                replica.data = data.copy();
                acknowledge(offset);
            }
        });
    }

    private void acknowledge(long offset) {
        lastAck = Math.max(lastAck, world.now() + weather.net());
        world.after(lastAck - world.now(), () -> {
            acknowledged = Math.max(acknowledged, offset);
            primary.acknowledged();
        });
    }

    boolean hasAcknowledged(long offset) {
        return acknowledged >= offset;
    }

    /** The replica follows another one, or is promoted. What it had acknowledged arrives before its end. */
    void leave() {
        isLeft = true;
        if (!isEndSeenLate) {
            world.after(Math.max(lastAck - world.now(), 0) + weather.net(), () -> primary.lost(this));
        }
    }
}
