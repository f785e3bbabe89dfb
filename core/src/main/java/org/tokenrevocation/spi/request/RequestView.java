package org.tokenrevocation.spi.request;

import java.util.Enumeration;
import java.util.function.BiConsumer;

/** A request as a door shows it to {@link TokenSearch}: texts as they were received, nothing decoded. For one thread. */
public interface RequestView {
    /**
     * All fields of a name, in any case.
     *
     * @param name the name of the header
     * @return their values in order of arrival; null or empty for none
     */
    Enumeration<String> headers(String name);

    /**
     * How many queries there are: that of the request, and those that a host sees together with it.
     *
     * @return at least 1
     */
    default int queries() {
        return 1;
    }

    /**
     * A raw query.
     *
     * @param place from 0 on
     * @return the text behind the question mark; null for none
     */
    String query(int place);

    /**
     * The cookies as the host's own parser reads them, besides the raw headers.
     *
     * @param search takes name and value of each
     */
    default void cookies(BiConsumer<String, String> search) {}
}
