package org.tokenrevocation.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.tokenrevocation.spi.EndpointResponse;

/**
 * One answer of the endpoint on its way to a caller who may not read: written as the connection takes it, so that no
 * thread is held. The exchange is completed only when the container has nothing left to write, because Tomcat would
 * write the rest while a thread waits.
 *
 * <p>The deadline is the asynchronous time-out. It is left unanswered on purpose: the container then ends the exchange
 * by its own means, which is to drop the connection (HTTP/1.1) or to reset the stream (HTTP/2).
 *
 * <p>While the container's thread is still in the servlet, reading a body that does not come, the container calls no
 * {@link WriteListener}. Then the given thread, which nobody else waits for, writes and may be held up. Thread-safe.
 */
final class Delivery implements WriteListener, AsyncListener {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    private final AsyncContext exchange;
    private final HttpServletResponse response;
    private final Thread caller = Thread.currentThread();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean isCallerInside = true;
    private volatile ServletOutputStream out;
    private volatile byte[] body;
    private boolean isWritten;
    private boolean isFlushed;

    Delivery(AsyncContext exchange, HttpServletResponse response) {
        this.exchange = exchange;
        this.response = response;
    }

    /** The container's thread is about to leave the servlet. */
    void callerLeaves() {
        isCallerInside = false;
    }

    /** Delivers; to be called once. @return completes when the caller has the answer, or is given up */
    CompletionStage<Void> deliver(EndpointResponse answer) {
        if (ended.isDone()) {
            return ended;
        }
        try {
            ServletDoor.writeHead(answer, response);
            body = answer.body();
            out = response.getOutputStream();
            if (isCallerInside && Thread.currentThread() != caller) {
                out.write(body);
                out.flush();
                exchange.complete();
            } else {
                out.setWriteListener(this);
            }
        } catch (IOException | IllegalStateException e) {
            giveUp(e);
        }
        return ended;
    }

    /** Called by one container thread at a time. */
    @Override
    public void onWritePossible() throws IOException {
        while (out.isReady()) {
            if (!isWritten) {
                isWritten = true;
                out.write(body);
            } else if (!isFlushed) {
                isFlushed = true;
                out.flush();
            } else {
                exchange.complete();
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        giveUp(failure);
    }

    /** The caller is gone, or the container is stopping; what was revoked stays revoked. */
    private void giveUp(Throwable failure) {
        LOG.log(System.Logger.Level.DEBUG, "an answer of the revocation endpoint could not be delivered: {0}",
                failure.getClass().getName());
        try {
            exchange.complete();
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "the container had already completed the call: {0}",
                    e.getClass().getName());
        }
        ended.complete(null);
    }

    @Override
    public void onComplete(AsyncEvent event) {
        ended.complete(null);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        LOG.log(System.Logger.Level.DEBUG, "an answer of the revocation endpoint was not taken in time");
    }

    @Override
    public void onError(AsyncEvent event) {
        ended.complete(null);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Never dispatched again.
    }
}
