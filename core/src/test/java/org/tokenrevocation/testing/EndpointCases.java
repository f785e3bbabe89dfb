package org.tokenrevocation.testing;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tokenrevocation.testing.RawHttp.Answer;

/** The table of the endpoint's conformance: what is sent, and to the byte what must come back. */
final class EndpointCases {
    static final String ACCESS = "Access-1.~+/_==";
    static final String REFRESH = "Refresh-1.~+/_=";
    /** Begins the name of a row whose Content-Type is not even one by RFC 9110's grammar. */
    static final String MALFORMED = "malformed Content-Type: ";
    static final Answer REVOKED = answer(200, "{\"message\":\"Token revoked successfully\"}");

    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String GOOD = json(ACCESS, "access");
    private static final String GOOD_FORM = "token=" + ACCESS.replace("+", "%2B");

    private final List<Case> cases = new ArrayList<>();

    /** One row. {@code dies} is the token that must be gone afterwards; null for none. */
    record Case(String name, String method, String target, String headers, byte[] body, Answer expected, String dies) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * The same row for other tokens of the same length, for a mode in which a token cannot come to life again.
     *
     * @param number from 0, at most six digits
     */
    static Case renewed(Case row, int number) {
        byte[] body = row.body == null ? null : renewed(new String(row.body, StandardCharsets.ISO_8859_1), number)
                .getBytes(StandardCharsets.ISO_8859_1);
        return new Case(row.name, row.method, renewed(row.target, number), renewed(row.headers, number), body,
                row.expected, row.dies == null ? null : renewed(row.dies, number));
    }

    /** Leaves the first letter, which some rows escape. */
    static String renewed(String text, int number) {
        return text.replace("ccess-1", "c%06d".formatted(number)).replace("efresh-1", "ef%06d".formatted(number));
    }

    static List<Case> all() {
        EndpointCases table = new EndpointCases();
        table.revokes();
        table.charsets();
        table.badTokens();
        table.badJson();
        table.badForms();
        table.badHeads();
        return List.copyOf(table.cases);
    }

    static String json(String token, String type) {
        return "{\"token\":\"" + token + "\",\"token_type\":\"" + type + "\"}";
    }

    static Answer answer(int status, String body, String... headers) {
        Map<String, String> fields = new TreeMap<>(Map.of("cache-control", "no-store",
                "content-type", "application/json", "content-length", String.valueOf(body.length())));
        for (int i = 0; i < headers.length; i += 2) {
            fields.put(headers[i], headers[i + 1]);
        }
        return new Answer(status, fields, body);
    }

    static Answer error(int status, String error, String description, String... headers) {
        return answer(status, "{\"error\":\"" + error + "\",\"error_description\":\"" + description + "\"}", headers);
    }

    static Answer invalid(String description) {
        return error(400, "invalid_request", description);
    }

    private void revokes() {
        json("E1 access token", GOOD, REVOKED, ACCESS);
        json("refresh token", json(REFRESH, "refresh"), REVOKED, REFRESH);
        json("E10 access token called refresh", json(ACCESS, "refresh"), REVOKED, ACCESS);
        json("E10 refresh token called access", json(REFRESH, "access"), REVOKED, REFRESH);
        json("R1 unknown token", json("unknown", "access"), REVOKED, null);
        json("other members", "{\"x\":[1,{\"token\":2}],\"token\":\"" + ACCESS
                + "\",\"client_id\":null,\"token_type\":\"access\"}", REVOKED, ACCESS);
        json("white space and escapes", " {\n\"\\u0074oken\" : \"" + ACCESS.replace("A", "\\u0041")
                + "\",\t\"token_type\":\"access\"}\r\n ", REVOKED, ACCESS);
        post("media type with charset and case", "content-type: Application/JSON ; Charset=\"UTF-8\"\r\n", GOOD, REVOKED,
                ACCESS);
        post("media type with other parameters", "Content-Type: application/json;v=1;charset=utf-8\r\n", GOOD, REVOKED,
                ACCESS);
        for (String hint : List.of("access_token", "refresh_token", "urn:unknown", "access")) {
            json("token_type_hint [" + hint + "] in place of token_type", hinted("\"" + hint + "\""), REVOKED, ACCESS);
        }
        json("token_type_hint before the token", "{\"token_type_hint\":\"x\",\"token\":\"" + REFRESH + "\"}", REVOKED, REFRESH);
        json("token_type_hint beside token_type", GOOD.replace("}", ",\"token_type_hint\":7}"), REVOKED, ACCESS);
        form("E11 form without a hint", GOOD_FORM, REVOKED, ACCESS);
        form("E8 unknown hint", GOOD_FORM + "&token_type_hint=urn:unknown", REVOKED, ACCESS);
        form("E10 other hint", GOOD_FORM + "&token_type_hint=refresh_token", REVOKED, ACCESS);
        form("refresh token with its hint", "token_type_hint=refresh_token&token=" + REFRESH.replace("+", "%2b"), REVOKED,
                REFRESH);
        form("empty hint, others repeated", "resource=a&" + GOOD_FORM + "&token_type_hint=&resource=b&&x", REVOKED,
                ACCESS);
        form("percent-encoded name and value", "%74oken=%41" + GOOD_FORM.substring(7), REVOKED, ACCESS);
        form("R1 unknown token", "token=unknown", REVOKED, null);
        for (String bearer : List.of("Bearer dead", "Bearer " + REFRESH, "Bearer a b\"c", "Basic !", "Bearer")) {
            post("R11 Authorization: " + bearer, JSON + "Authorization: " + bearer + "\r\n", GOOD, REVOKED, ACCESS);
        }
        add("a token in the query changes nothing", "POST", "?token=other&token_type_hint=x", FORM,
                bytes(GOOD_FORM + "&token_type_hint=y"), REVOKED, ACCESS);
        json("token of 16 KiB", json("a".repeat(16 * 1024), "access"), REVOKED, null);
        json("body of 64 KiB", GOOD + " ".repeat(64 * 1024 - GOOD.length()), REVOKED, ACCESS);
    }

    /** RFC 8259 section 11 and the form's own standard give charset no meaning; many clients send one all the same. */
    private void charsets() {
        for (String value : List.of("ISO-8859-1", "iso-8859-1", "\"utf8\"", "utf8", "US-ASCII", "windows-1252", "cp1252",
                "x-unknown", "'utf-8'", "UTF-8;charset=latin1")) {
            post("charset " + value, JSON.replace("\r", ";charset=" + value + "\r"), GOOD, REVOKED, ACCESS);
            post("form: charset " + value, FORM.replace("\r", "; Charset=" + value + "\r"), GOOD_FORM, REVOKED, ACCESS);
        }
        String latin1 = JSON.replace("\r", "; charset=ISO-8859-1\r");
        post("charset ISO-8859-1, and UTF-8 all the same", latin1, GOOD.replace("}", ",\"x\":\"\u00e4\u4f60\"}"), REVOKED,
                ACCESS);
        Answer noUtf8 = invalid("the body is not UTF-8");
        add("E4 charset ISO-8859-1 that is meant", "POST", "", latin1, GOOD.replace("}", ",\"x\":\"\u00e4\"}")
                .getBytes(StandardCharsets.ISO_8859_1), noUtf8, null);
        Answer ambiguous = invalid("charset names another reading of the body than UTF-8; leave it out");
        for (String value : List.of("utf-16", "UTF-16LE", "\"utf-32\"", "utf-7", "UTF7", "unicode-1-1-utf-7", "IBM037",
                "utf-8;charset=utf-16", "x-utf-16le-bom")) {
            post("E4 charset " + value, JSON.replace("\r", ";charset=" + value + "\r"), GOOD, ambiguous, null);
            post("form: E4 charset " + value, FORM.replace("\r", ";charset=" + value + "\r"), GOOD_FORM, ambiguous, null);
        }
        // To GBK the character's last byte and the backslash are one character, so that the string ends earlier.
        String swallowed = GOOD.replace("}", ",\"x\":\"\u4f60\\\"\"}");
        post("UTF-8 before a backslash", JSON, swallowed, REVOKED, ACCESS);
        post("E4 charset GBK that swallows a backslash", JSON.replace("\r", ";charset=gbk\r"), swallowed, ambiguous, null);
    }

    private static String hinted(String hint) {
        return "{\"token\":\"" + ACCESS + "\",\"token_type_hint\":" + hint + "}";
    }

    private void badTokens() {
        Answer missing = invalid("token is missing");
        Answer noString = invalid("token must be a string");
        Answer grammar = invalid("token is outside the token grammar (RFC 6750 section 2.1) or too long");
        json("E1 no token", "{\"token_type\":\"access\"}", missing, null);
        json("E1 empty token", json("", "access"), missing, null);
        json("E1 blank token", json(" \\t", "access"), missing, null);
        for (String value : List.of("null", "1", "true", "[\"" + ACCESS + "\"]", "{\"token\":\"" + ACCESS + "\"}")) {
            json("E1 token is " + value, "{\"token\":" + value + ",\"token_type\":\"access\"}", noString, null);
        }
        for (String token : List.of("user:42", ACCESS + " ", " " + ACCESS, "a\\u0000b", "a,b", "Bearer x", "\\u00e4",
                "=", "a=b", "*", "a{token}", "a".repeat(16 * 1024 + 1))) {
            String name = token.length() > 20 ? "a token of " + token.length() : token;
            json("E22 token " + name, json(token, "access"), grammar, null);
        }
        form("E1 no token", "token_type_hint=access_token", missing, null);
        form("E1 empty token", "token=", missing, null);
        form("E1 token without =", "token", missing, null);
        form("E1 blank token", "token=+%20", missing, null);
        form("E22 token with a colon", "token=user%3A42", grammar, null);
        form("plus is a blank", "token=" + ACCESS, grammar, null);
        add("token only in the query", "POST", "?" + GOOD_FORM, FORM, bytes("x=1"), missing, null);
        add("token only in the query, no body", "POST", "?" + GOOD_FORM, FORM, new byte[0], missing, null);
        Answer type = invalid("token_type must be access or refresh");
        json("E18 no token_type", "{\"token\":\"" + ACCESS + "\"}", type, null);
        for (String value : List.of("ACCESS", "id", "", "access_token", "access ")) {
            json("E18 token_type [" + value + "]", json(ACCESS, value), type, null);
        }
        json("E18 no token_type, empty hint", hinted("\"\""), type, null);
        json("E18 bad token_type beside a hint", hinted("\"access_token\",\"token_type\":\"id\""), type, null);
        json("E18 token_type null beside a hint", hinted("\"access_token\",\"token_type\":null"),
                invalid("token_type must be a string"), null);
        for (String value : List.of("null", "1", "[\"access_token\"]")) {
            json("E18 hint is " + value, hinted(value), invalid("token_type_hint must be a string"), null);
        }
        json("E18 token_type is a number", "{\"token\":\"" + ACCESS + "\",\"token_type\":1}",
                invalid("token_type must be a string"), null);
    }

    private void badJson() {
        Answer noJson = invalid("the body is not one valid JSON object");
        Answer noObject = invalid("the body must be a JSON object");
        for (String body : List.of("", " ", "[]", "[" + GOOD + "]", "\"x\"", "1", "null", "true")) {
            json("E4 body [" + (body.length() > 9 ? "array of it" : body) + "]", body, noObject, null);
        }
        for (String body : List.of("{", "{]", GOOD.substring(0, GOOD.length() - 1), "{'token':'x'}", "x", "{\"a\":01}",
                "{\"token\":\"" + ACCESS + "\",\"token_type\":\"access\",}", "/**/" + GOOD,
                GOOD.replace("Access", "Acc\ness"), GOOD + "x", "{\"token\":NaN}")) {
            json("E4 not JSON " + (body.length() < 9 ? body : cases.size()), body, noJson, null);
        }
        json("E4 two objects", GOOD + GOOD, invalid("the body must end with the JSON object"), null);
        json("E4 trailing number", GOOD + " 1", invalid("the body must end with the JSON object"), null);
        json("E4 deep nesting", "{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}", noJson, null);
        json("E4 deep nesting of objects", "{\"a\":".repeat(9_000) + "1" + "}".repeat(9_000), noJson, null);
        json("E4 a number without end", "{\"a\":" + "9".repeat(60_000) + "}", noJson, null);
        json("E2 token twice", GOOD.replace("}", ",\"token\":\"b\"}"), noJson, null);
        json("E2 token twice, once escaped", GOOD.replace("}", ",\"to\\u006ben\":\"b\"}"), noJson, null);
        json("E2 token_type twice", GOOD.replace("}", ",\"token_type\":\"access\"}"), noJson, null);
        json("E2 hint twice", hinted("\"access_token\",\"token_type_hint\":\"access_token\""), noJson, null);
        json("E2 another member twice", GOOD.replace("}", ",\"x\":1,\"x\":2}"), noJson, null);
        json("E2 a member within twice", GOOD.replace("}", ",\"x\":{\"y\":1,\"y\":2}}"), noJson, null);
        post("E4 byte order mark", JSON, "\uFEFF" + GOOD, invalid("the body must not begin with a byte order mark"), null);
        Answer noUtf8 = invalid("the body is not UTF-8");
        add("E4 ISO 8859-1", "POST", "", JSON, GOOD.replace("}", ",\"x\":\"\u00e4\"}")
                .getBytes(StandardCharsets.ISO_8859_1), noUtf8, null);
        for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-32")) {
            byte[] body = GOOD.getBytes(Charset.forName(charset));
            add("E4 " + charset, "POST", "", JSON, body, charset.equals("UTF-16") ? noUtf8 : noJson(charset), null);
        }
    }

    /** Without a mark, the zero bytes of the wider encodings are valid UTF-8 and no JSON. */
    private static Answer noJson(String charset) {
        return charset.equals("UTF-32") || charset.equals("UTF-16LE") ? invalid("the body is not one valid JSON object")
                : invalid("the body is not UTF-8");
    }

    private void badForms() {
        Answer noForm = invalid("the form is not application/x-www-form-urlencoded UTF-8");
        form("E2 token twice", GOOD_FORM + "&" + GOOD_FORM, invalid("token must be given once"), null);
        form("E2 token twice, one empty", GOOD_FORM + "&token=", invalid("token must be given once"), null);
        form("E2 token twice, one percent-encoded", GOOD_FORM + "&%74oken=x", invalid("token must be given once"), null);
        form("E3 hint twice", GOOD_FORM + "&token_type_hint=a&token_type_hint=b",
                invalid("token_type_hint must be given once"), null);
        form("E4 no body", "", invalid("token is missing"), null);
        form("E4 JSON as a form", GOOD, invalid("token is missing"), null);
        for (String bad : List.of("%", "%4", "%zz", "%-1", "%C3", "%C3%28", "%FF", "%ED%A0%80")) {
            Case row = new Case("form: E4 bad percent " + bad, "POST", "", FORM, bytes(GOOD_FORM + "&x=" + bad), noForm,
                    null);
            cases.add(row);
        }
        post("form: E4 byte order mark", FORM, "\uFEFF" + GOOD_FORM,
                invalid("the body must not begin with a byte order mark"), null);
    }

    private void badHeads() {
        Answer type = error(415, "invalid_request",
                "Content-Type must be application/json or application/x-www-form-urlencoded",
                "accept", "application/json, application/x-www-form-urlencoded");
        for (String value : List.of("text/plain", "application/xml", "multipart/form-data; boundary=x", "text/json",
                "application/json, text/plain", "application/jsonp", "application/*", "application/json+x")) {
            post(name("E6 ", value), "Content-Type: " + value + "\r\n", GOOD, type, null);
        }
        post("E6 no content type", "", GOOD, type, null);
        post(MALFORMED + "two content types", JSON + FORM, GOOD, type, null);
        for (String value : List.of("identity", "Identity", "", "identity, identity", " ,IDENTITY , ")) {
            post("E21 Content-Encoding [" + value + "]", JSON + "Content-Encoding: " + value + "\r\n", GOOD, REVOKED, ACCESS);
            post("form: E21 Content-Encoding [" + value + "]", FORM + "Content-Encoding: " + value + "\r\n", GOOD_FORM,
                    REVOKED, ACCESS);
        }
        Answer coding = error(415, "invalid_request", "Content-Encoding must be left out", "accept-encoding", "identity");
        for (String value : List.of("gzip", "deflate", "br", "x", "identity, gzip", "gzip, identity", "identity;q=1", "x-identity",
                "identity\r\nContent-Encoding: gzip")) {
            post("E21 Content-Encoding " + value.replace("\r\n", " and "), JSON + "Content-Encoding: " + value + "\r\n", GOOD, coding, null);
        }
        Answer large = error(413, "invalid_request", "the body is larger than 65536 bytes");
        json("E19 one byte too many", GOOD + " ".repeat(64 * 1024 + 1 - GOOD.length()), large, null);
        form("E19 one byte too many", GOOD_FORM + "&x=" + "y".repeat(64 * 1024 - GOOD_FORM.length() - 2), large, null);
        Answer method = error(405, "invalid_request", "the method must be POST", "allow", "POST, OPTIONS");
        for (String name : List.of("GET", "PUT", "DELETE", "PATCH")) {
            add("E5 " + name, name, "?token=" + ACCESS, JSON, bytes(GOOD), method, null);
        }
        Map<String, String> empty = new TreeMap<>(Map.of("cache-control", "no-store", "allow", "POST, OPTIONS"));
        cases.add(new Case("OPTIONS", "OPTIONS", "", "", null, new Answer(204, empty, ""), null));
        cases.add(new Case("E5 HEAD", "HEAD", "", "", null, new Answer(405, method.headers(), ""), null));
    }

    private static String name(String name, String value) {
        return value.isEmpty() || value.contains(",") ? MALFORMED + value : name + value;
    }

    private void json(String name, String body, Answer expected, String dies) {
        post("json: " + name, JSON, body, expected, dies);
    }

    private void form(String name, String body, Answer expected, String dies) {
        post("form: " + name, FORM, body, expected, dies);
    }

    private void post(String name, String headers, String body, Answer expected, String dies) {
        add(name, "POST", "", headers, bytes(body), expected, dies);
    }

    private void add(String name, String method, String query, String headers, byte[] body, Answer expected, String dies) {
        cases.add(new Case(name, method, query, headers, body, expected, dies));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
