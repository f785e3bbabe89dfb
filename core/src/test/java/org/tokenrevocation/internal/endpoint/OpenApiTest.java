package org.tokenrevocation.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.ClientAuthenticator;
import org.tokenrevocation.Health;
import org.tokenrevocation.Mode;
import org.tokenrevocation.Settings;
import org.tokenrevocation.TokenRevocation;
import org.tokenrevocation.internal.cutoff.LogoutReading;
import org.tokenrevocation.internal.settings.Setting;
import org.tokenrevocation.spi.EndpointRequest;
import org.tokenrevocation.spi.EndpointResponse;
import org.tokenrevocation.testing.Documents;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI description against the contract: statuses, header fields, media types, members and their values. */
class OpenApiTest {
    private static final int MAX_BODY_BYTES = 1000;
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Map<String, Object> DESCRIPTION = load();

    @Test
    void paths_endpoint_isTheSettingsDefault() {
        assertTrue(at("paths").containsKey(Setting.ENDPOINT.defaultValue()), at("paths").keySet()::toString);
        assertEquals(Set.of("post", "options"), methods(Setting.ENDPOINT.defaultValue()));
    }

    @Test
    void post_everyAnswer_isDescribedAndNoOther() {
        Set<Object> errors = new HashSet<>();
        errors.addAll(errorsDescribed(Setting.ENDPOINT.defaultValue(), everyAnswer()));
        errors.addAll(errorsDescribed("/oauth/revocations", everyAnswerToACutoff()));
        errors.addAll(errorsDescribed("/oauth/backchannel-logout", everyAnswerToALogout()));
        assertEquals(Set.copyOf(values("Error", "error")), errors);
    }

    /** Each answer is described and no other is; returns what the answers' errors are. */
    private static Set<Object> errorsDescribed(String path, List<EndpointResponse> answers) {
        Map<String, Object> responses = at("paths", path, "post", "responses");
        Set<String> seen = new TreeSet<>();
        Set<Object> errors = new HashSet<>();
        for (EndpointResponse answer : answers) {
            String status = String.valueOf(answer.status());
            seen.add(status);
            assertTrue(responses.containsKey(status), path + ", undescribed: " + status);
            Map<String, Object> described = child(responses, status);
            answer.headers().keySet().stream().filter(field -> !field.equals("Content-Type")).forEach(field ->
                    assertTrue(child(described, "headers").containsKey(field), status + " has " + field));
            if (answer.body().length > 0) {
                assertEquals(child(described, "content").keySet(), Set.of(answer.headers().get("Content-Type")));
                Map<String, Object> members = members(answer.body());
                assertMatches(child(described, "content", JSON, "schema"), members);
                errors.add(members.get("error"));
            }
        }
        assertEquals(responses.keySet(), seen);
        errors.remove(null);
        return errors;
    }

    @Test
    void post_bodiesDescribed_areTakenAndEachRequiredMemberIsNeeded() {
        Map<String, Object> content = at("paths", Setting.ENDPOINT.defaultValue(), "post", "requestBody", "content");
        assertEquals(Set.of(JSON, FORM), content.keySet());
        for (Object type : values("JsonCall", "token_type")) {
            assertEquals(200, status(JSON, "{\"token\":\"t\",\"token_type\":\"" + type + "\"}"));
        }
        assertEquals(List.of("token", "token_type"), at("components", "schemas", "JsonCall").get("required"));
        assertEquals(400, status(JSON, "{\"token\":\"t\"}"));
        assertEquals(400, status(JSON, "{\"token_type\":\"access\"}"));
        assertEquals(400, status(JSON, "{\"token\":\"\",\"token_type\":\"access\"}"));
        assertEquals(400, status(JSON, "{\"token\":\"t\",\"token_type\":\"other\"}"));
        assertEquals(List.of("token"), at("components", "schemas", "FormCall").get("required"));
        assertEquals(Set.of("token", "token_type_hint"), properties("FormCall").keySet());
        assertEquals(200, status(FORM, "token=t"));
        assertEquals(200, status(FORM, "token=t&token_type_hint=anything"));
        assertEquals(400, status(FORM, "token_type_hint=access_token"));
    }

    @Test
    void options_answer_asDescribed() {
        try (EndpointContract contract = contract(null, token -> done())) {
            EndpointResponse answer = contract.answer(call("OPTIONS", Map.of(), InputStream.nullInputStream()));
            Map<String, Object> responses = at("paths", Setting.ENDPOINT.defaultValue(), "options", "responses");
            assertEquals(responses.keySet(), Set.of(String.valueOf(answer.status())));
            assertEquals(child(responses, "204", "headers", "Allow", "schema").get("const"), answer.headers().get("Allow"));
            assertEquals(child(responses, "204", "headers").keySet(), answer.headers().keySet());
        }
    }

    @Test
    void otherMethods_answer_isTheErrorThatTheDescriptionTells() {
        try (EndpointContract contract = contract(null, token -> done())) {
            EndpointResponse answer = contract.answer(call("GET", Map.of(), InputStream.nullInputStream()));
            assertTrue(child(DESCRIPTION, "info").get("description").toString().contains(" " + answer.status() + ","));
            assertMatches(at("components", "schemas", "Error"), members(answer.body()));
        }
    }

    @Test
    void health_membersAndValues_asInTheCode() {
        try (TokenRevocation node = TokenRevocation.open("node", Settings.builder().set("redis-url", "redis://127.0.0.1:1").build())) {
            Map<String, Object> members = members(node.health().toJson().getBytes(StandardCharsets.UTF_8));
            assertEquals(properties("Health").keySet(), members.keySet());
            assertEquals(at("components", "schemas", "Health").get("required"), List.copyOf(members.keySet()));
        }
        assertEquals(names(Mode.values()), values("Health", "mode"));
        assertEquals(names(Health.RedisState.values()), values("Health", "redis"));
        assertEquals(names(Health.Memory.values()), values("Health", "memory"));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    /** One of each kind; the texts of a kind differ only in their description. */
    private static List<EndpointResponse> everyAnswer() {
        List<EndpointResponse> answers = new ArrayList<>();
        try (EndpointContract contract = contract(null, token -> done())) {
            answers.add(contract.answer(post(JSON, "{\"token\":\"t\",\"token_type\":\"access\"}")));
            answers.add(contract.answer(post(JSON, "[]")));
            answers.add(contract.answer(post(JSON, "{\"token\":\"" + "t".repeat(MAX_BODY_BYTES) + "\"}")));
            answers.add(contract.answer(post("text/plain", "t")));
            answers.add(contract.answer(call("POST", Map.of("Content-Type", JSON, "Content-Encoding", "gzip"), InputStream.nullInputStream())));
        }
        try (EndpointContract contract = contract(new Nobody(), token -> done())) {
            answers.add(contract.answer(post(FORM, "token=t")));
        }
        try (EndpointContract contract = contract(null, token -> CompletableFuture.failedStage(new IllegalStateException()))) {
            answers.add(contract.answer(post(FORM, "token=t")));
            answers.add(contract.answer(post(JSON, "{\"token\":\"t\",\"token_type\":\"access\"}")));
        }
        answers.add(Answers.OVERDUE);
        answers.add(Answers.OVERLOADED);
        answers.add(Answers.withoutBody(Answers.REVOKED));
        return answers;
    }

    private static List<EndpointResponse> everyAnswerToACutoff() {
        String body = "{\"sub\":\"alice\",\"iss\":\"https://issuer.example/\"}";
        List<EndpointResponse> answers = new ArrayList<>(List.of(Answers.OVERDUE, Answers.OVERLOADED, Answers.withoutBody(Answers.CUT_OFF)));
        try (EndpointContract contract = cutoffs(new Anybody(), () -> done())) {
            answers.add(contract.answer(post(JSON, body)));
            answers.add(contract.answer(post(JSON, "{\"sub\":\"alice\",\"iss\":\"\",\"other\":1}")));
            answers.add(contract.answer(post(JSON, "{\"sub\":\"" + "t".repeat(MAX_BODY_BYTES) + "\"}")));
            answers.add(contract.answer(post(FORM, "sub=alice")));
        }
        try (EndpointContract contract = cutoffs(new Nobody(), () -> done())) {
            answers.add(contract.answer(post(JSON, body)));
        }
        try (EndpointContract contract = cutoffs(new Anybody(), () -> CompletableFuture.failedStage(new IllegalStateException()))) {
            answers.add(contract.answer(post(JSON, body)));
        }
        try (EndpointContract contract = cutoffs(new Anybody(), () -> {
            throw new UnsupportedOperationException();
        })) {
            answers.add(contract.answer(post(JSON, body)));
        }
        return answers;
    }

    private static EndpointContract cutoffs(ClientAuthenticator authenticator, Supplier<CompletionStage<Void>> cutOff) {
        return EndpointContract.ofCutoffs("test", limits(), authenticator, (cutoff, client) -> cutOff.get(), counter -> { });
    }

    private static List<EndpointResponse> everyAnswerToALogout() {
        List<EndpointResponse> answers = new ArrayList<>(List.of(Answers.OVERDUE, Answers.OVERLOADED, Answers.LOGGED_OUT));
        LogoutReading.Invalid none = new LogoutReading.Invalid("the logout token is none");
        for (LogoutReading reading : List.of(none, new LogoutReading.Unavailable("no keys"))) {
            try (EndpointContract contract =
                    EndpointContract.ofLogouts("test", limits(), token -> reading, valid -> done(), counter -> { })) {
                answers.add(contract.answer(post(FORM, "logout_token=t")));
                answers.add(contract.answer(post(FORM, "logout_token=" + "t".repeat(MAX_BODY_BYTES))));
                answers.add(contract.answer(post(JSON, "{}")));
                answers.add(contract.answer(call("POST", Map.of("Content-Type", FORM, "Content-Encoding", "gzip"),
                        InputStream.nullInputStream())));
            }
        }
        return answers;
    }

    private static EndpointLimits limits() {
        return new EndpointLimits(Duration.ofSeconds(5), MAX_BODY_BYTES, 100);
    }

    private static final class Anybody implements ClientAuthenticator {
        @Override
        public Optional<String> authenticate(Function<String, List<String>> headers) {
            return Optional.of("operator");
        }

        @Override
        public String challenge() {
            return "Basic realm=\"revocation\"";
        }
    }

    private static final class Nobody implements ClientAuthenticator {
        @Override
        public Optional<String> authenticate(Function<String, List<String>> headers) {
            return Optional.empty();
        }

        @Override
        public String challenge() {
            return "Basic realm=\"revocation\"";
        }
    }

    private static int status(String type, String body) {
        try (EndpointContract contract = contract(null, token -> done())) {
            return contract.answer(post(type, body)).status();
        }
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedStage(null);
    }

    private static EndpointContract contract(ClientAuthenticator authenticator,
            Function<String, CompletionStage<Void>> revoke) {
        return new EndpointContract("test", limits(), authenticator,
                token -> true, (token, client) -> revoke.apply(token), counter -> { });
    }

    private static EndpointRequest post(String type, String body) {
        return call("POST", Map.of("Content-Type", type), new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static EndpointRequest call(String method, Map<String, String> fields, InputStream body) {
        return new EndpointRequest() {
            @Override
            public String method() {
                return method;
            }

            @Override
            public List<String> headers(String name) {
                return fields.containsKey(name) ? List.of(fields.get(name)) : List.of();
            }

            @Override
            public InputStream body() {
                return body;
            }
        };
    }

    private static void assertMatches(Map<String, Object> schema, Map<String, Object> members) {
        assertEquals(child(schema, "properties").keySet(), members.keySet());
        members.forEach((name, value) -> {
            Map<String, Object> property = child(schema, "properties", name);
            assertTrue(!property.containsKey("const") || property.get("const").equals(value), name + " is " + value);
            assertTrue(!property.containsKey("enum") || ((List<?>) property.get("enum")).contains(value), name + " is " + value);
        });
    }

    /** The members of one object in order, with the value of those that are texts. */
    private static Map<String, Object> members(byte[] json) {
        Map<String, Object> members = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken());
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                members.put(name, parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : "");
                parser.skipChildren();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return members;
    }

    private static Map<String, Object> load() {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(Documents.text(Documents.FOLDER + "/openapi.yaml"));
    }

    private static Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>(at("paths", path).keySet());
        methods.remove("description");
        return methods;
    }

    private static Map<String, Object> properties(String schema) {
        return at("components", "schemas", schema, "properties");
    }

    private static List<?> values(String schema, String property) {
        return (List<?>) child(properties(schema), property).get("enum");
    }

    private static Map<String, Object> at(String... names) {
        return child(DESCRIPTION, names);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> child(Map<String, Object> parent, String... names) {
        Map<String, Object> child = parent;
        for (String name : names) {
            assertTrue(child.get(name) instanceof Map, name + " is missing among " + child.keySet());
            child = resolved((Map<String, Object>) child.get(name));
        }
        return child;
    }

    private static Map<String, Object> resolved(Map<String, Object> schema) {
        return schema.get("$ref") instanceof String reference ? at(reference.substring(2).split("/")) : schema;
    }
}
