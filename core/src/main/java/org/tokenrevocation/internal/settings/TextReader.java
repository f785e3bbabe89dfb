package org.tokenrevocation.internal.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Turns the text of a setting into its value, or throws the setting's refusal. Stateless. */
final class TextReader {
    static final List<String> FLAGS = List.of("true", "false");

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    /** RFC 9110 section 5.6.2 without its two quotes: in front of a name they are what a source failed to take away. */
    private static final Pattern HTTP_TOKEN = Pattern.compile("[A-Za-z0-9!#$%&*+.^_|~-]{1,64}");
    private static final Pattern SUBPROTOCOL =
            Pattern.compile("[A-Za-z0-9!#$%&*+.^_|~-]{1,64}(\\{token}|\\{base64url})?");
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Pattern INSTANCE_NAME = Pattern.compile("[A-Za-z0-9._:/@-]{0,64}");
    private static final Pattern REALM = Pattern.compile("[\\x20-\\x7e&&[^\"\\\\]]{1,128}");
    private static final Pattern EXTRA_CHARACTERS = Pattern.compile("[\\x21-\\x7e&&[^A-Za-z0-9\",;\\\\{}]]*");
    private static final Pattern PARAMETER = Pattern.compile("[\\x21-\\x7e&&[^&;=%+#\"'`]]{1,64}");
    /** What globs, regular expressions and URI templates are made of, and what begins a query or a fragment. */
    private static final Pattern PATTERN = Pattern.compile("[*?{}\\[\\]|#\\\\]|^\\^|\\$$");
    private static final Map<String, Long> UNIT_MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private TextReader() {}

    /** The text as its source holds it, without the blanks at its ends. */
    static String asWritten(Setting<?> setting, String value) {
        return value;
    }

    static Setting.Reader<Duration> duration(String least, String most) {
        Duration shortest = duration(least);
        Duration longest = duration(most);
        return (setting, value) -> {
            Duration duration;
            try {
                duration = duration(value);
            } catch (ArithmeticException e) {
                throw setting.refused(value, "choose a shorter duration");
            }
            if (duration == null) {
                throw setting.refused(value, "write a whole number with its unit ms, s, m, h or d, for example ["
                        + setting.defaultValue() + "]");
            }
            if (duration.compareTo(shortest) < 0 || duration.compareTo(longest) > 0) {
                throw setting.refused(value, "choose a duration within the bound");
            }
            return duration;
        };
    }

    /** Null if the text is no duration. Throws ArithmeticException if it is too long for a {@code long} of milliseconds. */
    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        return matcher.matches()
                ? Duration.ofMillis(Math.multiplyExact(Long.parseLong(matcher.group(1)), UNIT_MILLIS.get(matcher.group(2))))
                : null;
    }

    static Setting.Reader<Integer> number(int least, int most) {
        return (setting, value) -> {
            long number;
            try {
                number = Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw setting.refused(value, "write a whole number");
            }
            if (number < least || number > most) {
                throw setting.refused(value, "choose a number within the bound");
            }
            return (int) number;
        };
    }

    static boolean flag(Setting<?> setting, String value) {
        return choice(setting, value, FLAGS).equals("true");
    }

    static <E extends Enum<E>> Setting.Reader<E> choice(E[] values) {
        List<String> names = names(values);
        return (setting, value) -> values[names.indexOf(choice(setting, value, names))];
    }

    private static String choice(Setting<?> setting, String value, List<String> allowed) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (!allowed.contains(lower)) {
            throw setting.refused(value, "choose one of " + allowed);
        }
        return lower;
    }

    /** How the choices are written in a source. */
    static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(TextReader::lowerCase).toList();
    }

    static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** In words: "a, b or c". */
    static String anyOf(List<String> choices) {
        int last = choices.size() - 1;
        return String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
    }

    static List<String> schemes(Setting<?> setting, String value) {
        List<String> schemes = httpTokens(setting, value);
        if (schemes.isEmpty()) {
            throw setting.refused(value, "name at least one scheme, for example [Bearer]");
        }
        return schemes;
    }

    static List<String> httpTokens(Setting<?> setting, String value) {
        return items(setting, value, HTTP_TOKEN, "separate plain names with commas");
    }

    static List<String> parameters(Setting<?> setting, String value) {
        return items(setting, value, PARAMETER, "choose plain names such as [access_token]");
    }

    static List<String> subprotocols(Setting<?> setting, String value) {
        return items(setting, value, SUBPROTOCOL, "write for example [bearer], or [auth.{token}]");
    }

    private static List<String> items(Setting<?> setting, String value, Pattern allowed, String remedy) {
        List<String> items = list(value);
        if (!items.stream().allMatch(item -> allowed.matcher(item).matches())) {
            throw setting.refused(value, remedy);
        }
        return items;
    }

    static List<String> paths(Setting<?> setting, String value) {
        List<String> paths = list(value);
        for (String path : paths) {
            path(setting, path);
        }
        return paths;
    }

    static String path(Setting<?> setting, String value) {
        if (PATTERN.matcher(value).find()) {
            throw setting.refused(value, "name whole segments, there are no patterns here (exclude leaves alone what it"
                    + " names and all below it); for example [/public]");
        }
        boolean isPlain = value.startsWith("/") && value.chars().noneMatch(c -> c == ';' || c == '%' || c <= ' ');
        boolean hasOddSegment = Arrays.stream(value.substring(Math.min(1, value.length())).split("/", -1))
                .anyMatch(segment -> segment.isEmpty() || segment.equals(".") || segment.equals(".."));
        if (!isPlain || (hasOddSegment && value.length() > 1)) {
            throw setting.refused(value,
                    "write the decoded path within the context, with / in front and none at its end, for example [/public]");
        }
        return value;
    }

    static Optional<String> optionalPath(Setting<?> setting, String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(path(setting, value));
    }

    static String namespace(Setting<?> setting, String value) {
        return matching(setting, value, NAMESPACE, "choose a short plain name");
    }

    static String instanceName(Setting<?> setting, String value) {
        return matching(setting, value, INSTANCE_NAME, "choose a short plain name, for example [orders-1]");
    }

    static String realm(Setting<?> setting, String value) {
        return matching(setting, value, REALM, "choose a short plain text");
    }

    static String extraCharacters(Setting<?> setting, String value) {
        return matching(setting, value, EXTRA_CHARACTERS, "leave out what the bound excludes");
    }

    static Optional<Pattern> pattern(Setting<?> setting, String value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pattern.compile(value));
        } catch (PatternSyntaxException e) {
            throw setting.refused(value, "mend it: " + e.getDescription() + " near index " + e.getIndex());
        }
    }

    static List<String> list(String value) {
        return Arrays.stream(value.split(",")).map(String::strip).filter(Predicate.not(String::isEmpty)).toList();
    }

    private static String matching(Setting<?> setting, String value, Pattern allowed, String remedy) {
        if (!allowed.matcher(value).matches()) {
            throw setting.refused(value, remedy);
        }
        return value;
    }
}
