package org.tokenrevocation.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tokenrevocation.internal.cutoff.CutoffRecord;
import org.tokenrevocation.internal.denylist.Revocation;
import org.tokenrevocation.internal.feed.BeatReply;
import org.tokenrevocation.internal.feed.BeatRequest;
import org.tokenrevocation.internal.feed.Member;
import org.tokenrevocation.internal.identity.TokenDigest;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/** A beat's transaction, there and back. */
final class BeatCommands {
    /** How many changes one beat reads at the most; a full reply proves nothing yet. */
    static final int BATCH = 1_000;

    private BeatCommands() {}

    /** All of it in one piece: with a fence a write before the transaction, and a wait behind it. */
    static List<CommandArguments> of(FeedKeys keys, BeatRequest request, long waitMillis) {
        List<CommandArguments> all = new ArrayList<>();
        if (request.isFenced()) {
            all.add(FenceCommands.write(keys));
        }
        all.add(new CommandArguments(Protocol.Command.MULTI));
        all.add(new CommandArguments(Protocol.Command.ROLE));
        all.add(new CommandArguments(Protocol.Command.TIME));
        all.add(new CommandArguments(Protocol.Command.GET).key(keys.fleet()));
        Member member = request.member();
        if (member != null) {
            all.add(new CommandArguments(Protocol.Command.HGET).key(keys.nodes(member.epoch())).add(member.id()));
        }
        if (request.isIdentityAsked()) {
            all.add(new CommandArguments(Protocol.Command.INFO).add("replication"));
        }
        if (request.isFenced()) {
            all.add(new CommandArguments(Protocol.Command.INFO).add("server"));
        }
        String cursor = request.cursor();
        if (cursor != null) {
            all.add(new CommandArguments(Protocol.Command.XRANGE).key(keys.stream()).add(cursor).add(cursor));
            all.add(new CommandArguments(Protocol.Command.ZCARD).key(keys.set()));
            all.add(new CommandArguments(Protocol.Command.XRANGE)
                    .key(keys.stream()).add("(" + cursor).add("+").add("COUNT").add(BATCH));
        }
        all.add(new CommandArguments(Protocol.Command.EXEC));
        if (request.isAcknowledged()) {
            all.add(FenceCommands.await(request.acks(), waitMillis));
        }
        return all;
    }

    /**
     * Reads what Redis answered to all commands.
     *
     * @throws JedisDataException if that is anything but the expected, successful replies
     */
    static BeatReply read(List<Object> answers, BeatRequest request) {
        int end = answers.size() - (request.isAcknowledged() ? 1 : 0);
        for (Object answer : answers.subList(0, end)) {
            if (answer instanceof JedisDataException e) {
                throw e;
            }
        }
        Object last = answers.get(end - 1);
        boolean isRegistered = request.member() != null;
        int identity = isRegistered ? 4 : 3;
        int expected = identity + (request.isIdentityAsked() ? 1 : 0) + (request.isFenced() ? 1 : 0)
                + (request.cursor() != null ? 3 : 0);
        if (!(last instanceof List<?> replies) || replies.size() != expected) {
            throw new JedisDataException("the beat's transaction was not carried out");
        }
        for (Object reply : replies) {
            if (reply instanceof JedisDataException e) {
                throw e;
            }
        }
        List<?> role = (List<?>) replies.get(0);
        byte[] fleet = (byte[]) replies.get(2);
        boolean isPrimary = text(role.get(0)).equals("master");
        // A replica refuses WAIT, and what its ROLE says matters more: this connection is of no more use.
        int acknowledged = request.isAcknowledged() && isPrimary ? acknowledged(answers.get(end)) : 0;
        return new BeatReply(
                isPrimary,
                request.isIdentityAsked() ? TaggedConnection.replicationId(text(replies.get(identity))) : null,
                millis((List<?>) replies.get(1)),
                fleet == null ? "" : new String(fleet, StandardCharsets.UTF_8),
                isRegistered && replies.get(3) instanceof byte[] value ? text(value) : null,
                request.cursor() == null ? null : changes(replies, expected - 3, request.cursor()),
                new BeatReply.Replicas(
                        request.isFenced() ? TaggedConnection.runId(text(replies.get(identity + 1))) : null,
                        isPrimary && role.size() > 2 && role.get(2) instanceof List<?> connected ? connected.size() : 0,
                        acknowledged));
    }

    private static int acknowledged(Object reply) {
        if (reply instanceof JedisDataException e) {
            throw e;
        }
        return FenceCommands.number(reply);
    }

    private static BeatReply.Changes changes(List<?> replies, int at, String cursor) {
        boolean isProven = !((List<?>) replies.get(at)).isEmpty();
        long records = (Long) replies.get(at + 1);
        List<?> entries = (List<?>) replies.get(at + 2);
        Map<TokenDigest, Long> digests = new LinkedHashMap<>();
        List<CutoffRecord> cutoffs = new ArrayList<>();
        String last = cursor;
        for (Object entry : entries) {
            last = text(((List<?>) entry).get(0));
            List<?> fields = (List<?>) ((List<?>) entry).get(1);
            if (fields.size() == 4) {
                Revocation record = RecordMember.read((byte[]) fields.get(1), text(fields.get(3)));
                if (record.cutoff() == null) {
                    digests.put(record.digest(), record.dropAtMillis());
                } else {
                    cutoffs.add(record.cutoff());
                }
            }
        }
        return new BeatReply.Changes(isProven, digests, cutoffs, last, records, entries.size() >= BATCH);
    }

    private static long millis(List<?> time) {
        return Long.parseLong(text(time.get(0))) * 1_000 + Long.parseLong(text(time.get(1))) / 1_000;
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }
}
