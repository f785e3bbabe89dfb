package org.tokenrevocation.spi.request;

import java.nio.charset.StandardCharsets;

/** One ready-made answer in place of the host's, and what it counts as. Immutable. */
public final class Refusal {
    private final String cause;
    private final int status;
    private final String header;
    private final String headerValue;
    private final String text;
    private final byte[] body;

    Refusal(String cause, int status, String header, String headerValue, String text) {
        this.cause = cause;
        this.status = status;
        this.header = header;
        this.headerValue = headerValue;
        this.text = text;
        this.body = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The last part of the counter's name. @return for example {@code revoked} */
    public String cause() {
        return cause;
    }

    /** The answer's status. @return 400, 401 or 503 */
    public int status() {
        return status;
    }

    /** The one header besides {@code Cache-Control: no-store} and the type {@code application/json}. @return its name */
    public String header() {
        return header;
    }

    /** The value of {@link #header()}. @return a challenge, or seconds */
    public String headerValue() {
        return headerValue;
    }

    /** The body as a text of ASCII. @return JSON */
    public String text() {
        return text;
    }

    /** The body. @return a copy of its bytes */
    public byte[] body() {
        return body.clone();
    }
}
