package org.tokenrevocation.internal.simulation;

import java.util.function.IntFunction;
import org.tokenrevocation.internal.feed.BeatReply;
import org.tokenrevocation.internal.feed.BeatRequest;

/** What a fence adds to a beat: the write that goes before it, and the wait behind it. */
final class FencedBeat {
    private FencedBeat() {}

    static Object of(ModelRedis server, Node node, BeatRequest request, long waitNanos, BeatReply reply) {
        if (!request.isFenced() || !server.isPrimary()) {
            return reply;
        }
        if (node.variant != Variant.NO_WRITE_IN_BEAT) {
            server.replicate(false);
        }
        boolean isNaive = node.variant == Variant.FOUNDING_UNACKNOWLEDGED && node.isUnsettled();
        IntFunction<Object> answer = acks -> new BeatReply(reply.isPrimary(), reply.replicationId(), reply.redisMillis(),
                reply.fleet(), reply.registration(), reply.changes(), new BeatReply.Replicas(
                        server.id().runId(), server.connected(), isNaive ? request.acks() : acks));
        if (!request.isAcknowledged() || isNaive) {
            return answer.apply(0);
        }
        return node.variant == Variant.WAIT_INSIDE_MULTI
                ? answer.apply(server.connected()) : new ModelRedis.Waiting(request.acks(), waitNanos, answer);
    }
}
