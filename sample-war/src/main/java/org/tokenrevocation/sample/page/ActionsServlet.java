package org.tokenrevocation.sample.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The page's buttons: {@code POST /page/actions/{name}} with a JSON object. */
@WebServlet(urlPatterns = "/page/actions/*")
public final class ActionsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 4 * 1024;

    /** Made by the container. */
    public ActionsServlet() {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> closed = Gate.closedToChanging(request);
        Outcome outcome = closed.isPresent() ? Outcome.refused(403, closed.get()) : outcome(request);
        PageServlet.answer(response, outcome.status(), "application/json",
                Snapshot.json(Map.of("isDone", outcome.isDone(), "message", outcome.message())));
    }

    private static Outcome outcome(HttpServletRequest request) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            return Outcome.refused(413, "The body is longer than " + MAX_BYTES + " bytes.");
        }
        JsonNode body;
        try {
            body = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return Outcome.refused(400, "The body is no JSON.");
        }
        String action = request.getPathInfo() == null ? "" : request.getPathInfo();
        Page page = Page.of(request);
        try {
            return action.startsWith("/plug/") || action.startsWith("/load/") || action.startsWith("/node/")
                    ? control(page, action)
                    : act(page.panel(), action, body);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            return Outcome.failed("The node did not answer as expected: " + e.getMessage());
        }
    }

    private static Outcome act(Panel panel, String action, JsonNode body) throws IOException {
        int id = body.path("id").asInt();
        return switch (action) {
            case "/log-in" -> panel.logIn(
                    body.path("user").asText(), body.path("password").asText(), body.path("device").asText());
            case "/revoke-access" -> panel.revoke(id, true);
            case "/revoke-refresh" -> panel.revoke(id, false);
            case "/log-out" -> panel.logOut(id);
            case "/log-out-everywhere" -> panel.logOutEverywhere(body.path("user").asText());
            case "/refresh" -> panel.refresh(id);
            case "/dismiss" -> panel.dismiss(id);
            default -> Outcome.refused(404, "There is no such action.");
        };
    }

    private static Outcome control(Page page, String action) throws IOException {
        if (!page.plug().isPresent()) {
            return Outcome.refused(403, "Only with the embedded Redis on the loopback address.");
        }
        return switch (action) {
            case "/plug/pull" -> page.pullPlug();
            case "/plug/put-back" -> page.putPlugBack();
            case "/node/stop" -> page.node(false);
            case "/node/start" -> page.node(true);
            case "/load/add" -> page.load(true);
            case "/load/remove" -> page.load(false);
            default -> Outcome.refused(404, "There is no such action.");
        };
    }
}
