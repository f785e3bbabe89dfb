package org.tokenrevocation.internal.endpoint;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.tokenrevocation.spi.EndpointRequest;
import org.tokenrevocation.spi.EndpointResponse;

/**
 * {@code POST /oauth/revoke-token}: one token, as JSON or as RFC 7009's form.
 *
 * @param isToken whether a text can be a token
 * @param revoke stores a revocation, of a token by a client or null
 */
record TokenRules(Predicate<String> isToken, BiFunction<String, String, CompletionStage<Void>> revoke) implements CallRules {
    @Override
    public boolean takes(List<String> contentType) {
        return MediaType.isForm(contentType) || MediaType.isJson(contentType);
    }

    @Override
    public EndpointResponse unsupportedType() {
        return Answers.UNSUPPORTED_TYPE;
    }

    @Override
    public Outcome read(String body, EndpointRequest request) {
        Outcome outcome = !MediaType.isForm(request.headers("Content-Type"))
                ? JsonBody.read(body)
                : body.isEmpty() ? FormBody.TOKEN.readParsed(request) : FormBody.TOKEN.read(body);
        if (!(outcome instanceof Outcome.Token token)) {
            return outcome;
        }
        return isToken.test(token.text())
                ? new Outcome.Accepted(client -> revoke.apply(token.text(), client))
                : Outcome.refused("token is outside the token grammar (RFC 6750 section 2.1) or too long");
    }

    @Override
    public EndpointResponse done() {
        return Answers.REVOKED;
    }

    @Override
    public EndpointResponse unconfirmed(boolean isForm) {
        return Answers.unconfirmed(isForm);
    }

    @Override
    public EndpointResponse impossible() {
        return Answers.invalid("token is malformed");
    }
}
