package org.tokenrevocation.matrix.host.clash;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;

/** Uses the host's own, other versions of everything that we bring relocated. */
public final class Clash extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        LoggerFactory.getLogger(Clash.class).info("the host logs by {}", LoggerFactory.class);
        int redisPort = Integer.parseInt(request.getHeader("X-Redis-Port"));
        try (Connection jedis = new Connection("127.0.0.1", redisPort)) {
            jedis.sendCommand(Protocol.Command.PING);
            response.getOutputStream().println("jedis " + jedis.getStatusCodeReply() + " " + place(Connection.class));
        }
        response.getOutputStream().println("gson " + new Gson().toJson(Map.of("a", 1)) + " " + place(Gson.class));
        response.getOutputStream().println("jackson " + new ObjectMapper().writeValueAsString(Map.of("b", 2)) + " "
                + place(ObjectMapper.class));
        response.getOutputStream().println("pool " + new GenericObjectPoolConfig<Object>().getMaxTotal() + " "
                + place(GenericObjectPoolConfig.class));
        response.getOutputStream().println("slf4j " + LoggerFactory.getILoggerFactory().getClass().getName() + " "
                + place(LoggerFactory.class));
    }

    private static String place(Class<?> type) {
        String url = type.getProtectionDomain().getCodeSource().getLocation().toString();
        return url.replaceFirst("!?/?$", "").replaceFirst(".*/", "");
    }
}
