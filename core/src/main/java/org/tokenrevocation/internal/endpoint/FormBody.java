package org.tokenrevocation.internal.endpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.tokenrevocation.spi.EndpointRequest;

/**
 * The form of RFC 7009 section 2.1: {@code token} and an optional {@code token_type_hint}, whose value is of no
 * consequence. Either one twice is refused (RFC 6749 section 3.2); an empty one counts as left out, and parameters that
 * are not ours are ignored, repeated or not (RFC 8707's {@code resource} may be).
 */
final class FormBody {
    /** RFC 7009's form. */
    static final FormBody TOKEN = new FormBody("token");
    /** The same with the parameter of OpenID Connect Back-Channel Logout. */
    static final FormBody LOGOUT_TOKEN = new FormBody("logout_token");

    private static final String HINT = "token_type_hint";

    private final String parameter;

    private FormBody(String parameter) {
        this.parameter = parameter;
    }

    Outcome read(String body) {
        List<String> tokens = new ArrayList<>();
        int hints = 0;
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (name == null || value == null) {
                return Outcome.refused("the form is not application/x-www-form-urlencoded UTF-8");
            }
            if (name.equals(parameter)) {
                tokens.add(value);
            } else if (name.equals(HINT)) {
                hints++;
            }
        }
        return outcome(tokens, hints);
    }

    /** The form that the container has parsed for a filter in front of ours, without the parameters of the query. */
    Outcome readParsed(EndpointRequest request) {
        try {
            return outcome(withoutQuery(request, parameter), withoutQuery(request, HINT).size());
        } catch (RuntimeException e) {
            // Containers throw different unchecked exceptions for parameters that they cannot parse.
            return Outcome.refused("the form is not application/x-www-form-urlencoded UTF-8");
        }
    }

    private static List<String> withoutQuery(EndpointRequest request, String name) {
        List<String> all = request.parsedParameters(name);
        int inQuery = 0;
        if (request.query() != null) {
            for (String pair : request.query().split("&")) {
                int equals = pair.indexOf('=');
                if (name.equals(decode(equals < 0 ? pair : pair.substring(0, equals)))) {
                    inQuery++;
                }
            }
        }
        return all.subList(Math.min(inQuery, all.size()), all.size());
    }

    private Outcome outcome(List<String> tokens, int hints) {
        if (tokens.size() > 1) {
            return Outcome.refused(parameter + " must be given once");
        }
        if (hints > 1) {
            return Outcome.refused("token_type_hint must be given once");
        }
        if (tokens.isEmpty() || tokens.get(0).isBlank()) {
            return Outcome.refused(parameter + " is missing");
        }
        return new Outcome.Token(tokens.get(0));
    }

    /** Decodes percent-encoding. Null for a text that no encoder writes. */
    private static String decode(String text) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.write(raw[i] == '+' ? ' ' : raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
