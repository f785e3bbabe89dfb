package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.junit.jupiter.api.Test;
import org.springframework.beans.InvalidPropertyException;
import org.springframework.beans.MutablePropertyValues;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.annotation.RequestParamMethodArgumentResolver;

/** Spring's own readers of parameters as the oracle: whatever name they take for ours is ours to judge as well. */
class SpringParametersTest {
    private static final List<String> PIECES = List.of("access_token", "access_token", "access%5Ftoken", "[]", "%5B%5D", "%5b0%5d", "[0]",
            "[", "]", "%5B", "%5D", "!", "%21", "_", ".", "x", "['x']", "(0)", "%20", "+", "access_token[", "token");

    private final RequestParamMethodArgumentResolver resolver = new RequestParamMethodArgumentResolver(true);

    @Test
    void find_generatedNames_springReadsNoOtherToken() throws Exception {
        Random random = new Random(7);
        Map<String, Integer> read = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String name = Stream.generate(() -> PIECES.get(random.nextInt(PIECES.size())))
                    .limit(1 + random.nextInt(4)).collect(Collectors.joining());
            String query = name + "=t";
            for (String token : readBySpring(query)) {
                read.merge(token, 1, Integer::sum);
                Found found = Found.in(new FakeRequest().query(query));
                assertTrue(found.isRefused() || found.tokens().contains("t"), "Spring reads [" + query + "], we found " + found);
            }
        }
        assertTrue(read.getOrDefault("t", 0) > 300, "the oracle reads tokens often enough: " + read);
    }

    @Test
    void oracle_derivedNames_springReadsTheToken() throws Exception {
        for (String name : List.of("access_token", "access_token[]", "access_token%5B%5D", "!access_token", "access_token[0]")) {
            assertTrue(readBySpring(name + "=t").contains("t"), name);
        }
        assertEquals(List.of(), readBySpring("access_tokens=t"));
        assertEquals(List.of(), readBySpring("_access_token=t"), "a marker gives the field its empty value");
    }

    private List<String> readBySpring(String query) throws Exception {
        Fields fields = new Fields();
        try {
            UrlEncoded.decodeTo(query, fields::add, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Jetty answers 400 itself.
            return List.of();
        }
        List<String> read = new ArrayList<>();
        List<String> parameters = new ArrayList<>();
        for (Fields.Field field : fields) {
            parameters.add(field.getName());
            parameters.add(field.getValue());
        }
        MethodParameter parameter = new MethodParameter(
                SpringParametersTest.class.getDeclaredMethod("controller", String.class), 0);
        FakeRequest request = new FakeRequest().forHost(parameters.toArray(String[]::new));
        add(read, resolver.resolveArgument(parameter, null, new ServletWebRequest(request.build()), null));
        for (Object target : new Object[] {new Text(), new Many(), new Named()}) {
            MutablePropertyValues values = new MutablePropertyValues();
            fields.forEach(field -> values.add(field.getName(), field.getValue()));
            try {
                new Binder(target).doBind(values);
            } catch (InvalidPropertyException | NumberFormatException e) {
                // The host answers an error itself.
                continue;
            }
            add(read, target.toString());
        }
        return read;
    }

    private static void add(List<String> read, Object value) {
        if ("t".equals(value)) {
            read.add("t");
        }
    }

    static void controller(@RequestParam(name = "access_token", required = false) String token) {
        assertEquals(null, token);
    }

    private static final class Binder extends WebDataBinder {
        Binder(Object target) {
            super(target);
        }

        @Override
        public void doBind(MutablePropertyValues values) {
            super.doBind(values);
        }
    }

    /** A form with one token. */
    public static final class Text {
        private String token;

        public String getAccess_token() {
            return token;
        }

        public void setAccess_token(String value) {
            token = value;
        }

        @Override
        public String toString() {
            return String.valueOf(token);
        }
    }

    /** A form with a list of them. */
    public static final class Many {
        private List<String> tokens;

        public List<String> getAccess_token() {
            return tokens;
        }

        public void setAccess_token(List<String> values) {
            tokens = values;
        }

        @Override
        public String toString() {
            return tokens == null ? "" : tokens.stream().filter("t"::equals).findFirst().orElse("");
        }
    }

    /** A form with named ones. */
    public static final class Named {
        private Map<String, String> tokens = new HashMap<>();

        public Map<String, String> getAccess_token() {
            return tokens;
        }

        public void setAccess_token(Map<String, String> values) {
            tokens = values;
        }

        @Override
        public String toString() {
            return tokens != null && tokens.containsValue("t") ? "t" : "";
        }
    }
}
