package org.tokenrevocation.sample.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The servers to run, seen from where no server's class can be named. For one thread. */
public interface Nodes extends AutoCloseable {
    /**
     * Takes the ports first, so that a busy one costs no start, then starts the nodes one after another.
     *
     * @param bind the address to listen on
     * @param ports one for each node, 0 for a free one
     * @param application the unpacked web application, shared and only read
     * @param contextParameters what every node's web application gets as context-params
     * @param users the nodes' users at Redis, null if Redis is not ours
     * @param temporary a folder to work in
     * @return where the nodes serve, in order
     * @throws Exception whatever keeps a port from being taken or a web application from starting
     */
    List<URI> start(
            String bind, List<Integer> ports, Path application, Map<String, String> contextParameters, NodeUsers users,
            Path temporary)
            throws Exception;

    /** Stops all nodes; idempotent. */
    @Override
    void close();
}
