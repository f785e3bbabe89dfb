package org.tokenrevocation.sample.page;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One browser's stream of server-sent events, written without a thread of its own: a slow browser gets the newest event
 * when it can take one and misses those between. Guarded by itself.
 */
final class EventStream implements WriteListener, AsyncListener {
    private final AsyncContext exchange;
    private final ServletOutputStream out;
    private final Page page;
    private byte[] newest;
    private boolean isUnflushed;
    private boolean isOpen = true;
    private boolean isReady;

    EventStream(AsyncContext exchange, Page page) throws IOException {
        this.exchange = exchange;
        this.out = exchange.getResponse().getOutputStream();
        this.page = page;
    }

    synchronized void send(String json) {
        newest = ("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
        if (isReady) {
            write();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        isReady = true;
        write();
    }

    private void write() {
        try {
            while (isOpen) {
                isReady = out.isReady();
                if (!isReady) {
                    return;
                }
                if (newest != null) {
                    byte[] event = newest;
                    newest = null;
                    isUnflushed = true;
                    out.write(event);
                } else if (isUnflushed) {
                    isUnflushed = false;
                    out.flush();
                } else {
                    return;
                }
            }
        } catch (IOException | IllegalStateException browserLeft) {
            end();
        }
    }

    synchronized void end() {
        if (isOpen) {
            isOpen = false;
            page.remove(this);
            try {
                exchange.complete();
            } catch (IllegalStateException completedByContainer) {
                newest = null;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public synchronized void onComplete(AsyncEvent event) {
        isOpen = false;
        page.remove(this);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Never dispatched again.
    }
}
