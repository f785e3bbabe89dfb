package org.tokenrevocation.internal.endpoint;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.tokenrevocation.internal.cutoff.LogoutReading;
import org.tokenrevocation.spi.EndpointRequest;
import org.tokenrevocation.spi.EndpointResponse;

/**
 * {@code POST /oauth/backchannel-logout} (OpenID Connect Back-Channel Logout 1.0 sections 2.5 and 2.8): a form with one
 * {@code logout_token}. 200 without a body when it has taken effect everywhere; 400 for whatever else, also if that is not
 * confirmed, as the specification demands for a logout that failed.
 *
 * @param reader verifies a logout token
 * @param logOut stores what a valid one asks for
 */
record LogoutRules(Function<String, LogoutReading> reader, Function<LogoutReading.Valid, CompletionStage<Void>> logOut)
        implements CallRules {
    private static final System.Logger LOG = System.getLogger("org.tokenrevocation");

    @Override
    public boolean takes(List<String> contentType) {
        return MediaType.isForm(contentType);
    }

    @Override
    public EndpointResponse unsupportedType() {
        return Answers.UNSUPPORTED_TYPE_FORM;
    }

    @Override
    public Outcome read(String body, EndpointRequest request) {
        Outcome outcome = body.isEmpty() ? FormBody.LOGOUT_TOKEN.readParsed(request) : FormBody.LOGOUT_TOKEN.read(body);
        if (!(outcome instanceof Outcome.Token token)) {
            return outcome;
        }
        LogoutReading reading = reader.apply(token.text());
        if (reading instanceof LogoutReading.Valid valid) {
            return new Outcome.Accepted(client -> logOut.apply(valid));
        }
        if (reading instanceof LogoutReading.Invalid invalid) {
            return Outcome.refused(invalid.why());
        }
        LOG.log(System.Logger.Level.DEBUG, "a logout token cannot be verified: {0}",
                ((LogoutReading.Unavailable) reading).why());
        return new Outcome.Refused(Answers.LOGOUT_FAILED);
    }

    @Override
    public EndpointResponse done() {
        return Answers.LOGGED_OUT;
    }

    @Override
    public EndpointResponse unconfirmed(boolean isForm) {
        return Answers.LOGOUT_FAILED;
    }

    @Override
    public EndpointResponse impossible() {
        return Answers.invalid("the logout token was used already");
    }
}
