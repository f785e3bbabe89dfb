package org.tokenrevocation.internal.feed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A connection on which nothing happens by itself: it keeps what it was asked for, and a test answers. */
final class ScriptedLink implements FeedLink {
    /** What it was asked for, in words. */
    final List<String> calls = new ArrayList<>();
    /** The connection. */
    long generation;
    /** What the last beat asked for; null for none. */
    Member ofBeat;
    /** What the last beat asked for, all of it. */
    BeatRequest lastRequest;
    /** The last registration. */
    Member registered;

    /** How often it was asked for something that begins so. */
    long count(String what) {
        return calls.stream().filter(call -> call.startsWith(what)).count();
    }

    @Override
    public void connect(long newGeneration) {
        generation = newGeneration;
        calls.add("connect");
    }

    @Override
    public void beat(long ofGeneration, BeatRequest request, long waitNanos) {
        ofBeat = request.member();
        lastRequest = request;
        calls.add("beat");
    }

    @Override
    public void found(long ofGeneration, String expected, String proposal, long windowMillis) {
        calls.add("found " + windowMillis + " " + proposal);
    }

    @Override
    public void register(long ofGeneration, Member member, String since, String instance) {
        registered = member;
        calls.add("register");
    }

    @Override
    public void refresh(long ofGeneration, Member member, String instance) {
        calls.add("refresh");
    }

    @Override
    public void mark(long ofGeneration, String epoch, Collection<String> ids) {
        calls.add("mark " + ids);
    }

    @Override
    public void sweep(long ofGeneration, String epoch, Collection<String> ids) {
        calls.add("sweep " + ids);
    }

    @Override
    public void acknowledge(long ofGeneration, String inbox, String id, long first, long last) {
        calls.add("acknowledge " + first + " to " + last);
    }

    @Override
    public void leave(long ofGeneration, Member member, Runnable left) {
        calls.add("leave");
        left.run();
    }

    @Override
    public void disconnect(long ofGeneration) {
        calls.add("disconnect");
    }
}
