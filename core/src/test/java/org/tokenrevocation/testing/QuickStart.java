package org.tokenrevocation.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.RedisClient;

/**
 * Does what the README's quick start tells, command by command, and expects what it shows. It knows the options of curl that
 * stand there, and one command of redis-cli.
 */
public final class QuickStart {
    /** Of the Redis that the README names. */
    private static final String REDIS = "redis://127.0.0.1:6379/0";
    private static final String SERVER = "http://127.0.0.1:8080/";
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ (.+)\n(.+)$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private QuickStart() {}

    /** A block of the quick start, with the test's Redis in place of the one that it names. */
    public static String block(String language, int number, String redisUrl) {
        String block = Documents.blocks(Documents.README, language).get(number);
        assertTrue(block.contains(REDIS), "the block names Redis: " + block);
        return block.replace(REDIS, redisUrl);
    }

    /**
     * Follows the transcript.
     *
     * @param server where the application is, with a slash at the end
     * @param redis its Redis
     */
    public static void follow(String server, RedisServer redis) {
        String transcript = Documents.blocks(Documents.README, "console").get(0);
        int commands = 0;
        for (Matcher command = COMMAND.matcher(transcript); command.find(); commands++) {
            List<String> words = WORD.matcher(command.group(1)).results()
                    .map(word -> word.group(1) != null ? word.group(1) : word.group(2)).toList();
            String answer = words.get(0).equals("curl") ? curl(words, server) : set(words, redis);
            assertEquals(command.group(2), answer, command.group(1));
        }
        assertEquals(transcript.lines().filter(line -> line.startsWith("$")).count(), commands, "commands with their answers");
    }

    private static String set(List<String> words, RedisServer redis) {
        assertEquals(List.of("redis-cli", "set"), words.subList(0, 2));
        try (RedisClient client = redis.client()) {
            return client.set(words.get(2), words.get(3));
        }
    }

    private static String curl(List<String> words, String server) {
        Map<String, String> options = new TreeMap<>();
        String url = null;
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith("http")) {
                url = word;
            } else if (!word.equals("-s")) {
                options.put(word, words.get(++i));
            }
        }
        assertTrue(url != null && url.startsWith(SERVER), "curl calls " + url);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + url.substring(SERVER.length())));
        if (options.containsKey("-H")) {
            String[] field = options.get("-H").split(": ");
            request.header(field[0], field[1]);
        }
        if (options.containsKey("-d")) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(options.get("-d")));
        }
        HttpResponse<String> answer = send(request.build());
        return options.containsKey("-w") ? String.valueOf(answer.statusCode()) : answer.body();
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
