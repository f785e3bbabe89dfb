package org.tokenrevocation.internal.denylist;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.tokenrevocation.internal.lease.ServerId;
import org.tokenrevocation.internal.simulation.ModelCommands;

/** Reads the model's set page by page, as the store over Jedis does. */
final class ModelPages {
    private ModelPages() {}

    static ServerId readAll(IntFunction<ModelCommands.Page> read, Consumer<List<Revocation>> consumer) {
        ServerId server = null;
        int at = 0;
        do {
            ModelCommands.Page page = read.apply(at);
            if (server != null && !server.equals(page.server())) {
                return null;
            }
            server = page.server();
            consumer.accept(page.revocations());
            at = page.next();
        } while (at != 0);
        return server;
    }
}
