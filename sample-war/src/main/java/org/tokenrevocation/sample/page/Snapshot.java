package org.tokenrevocation.sample.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the page shows at one moment, as JSON. Fingerprints instead of tokens. */
final class Snapshot {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final long CACHE_SECONDS = 60;

    private Snapshot() {}

    static String of(Page page) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("run", page.run());
        body.put("own", page.own().name());
        body.put("nodes", page.watch().strips().stream().map(Strip::shown).toList());
        body.put("cards", page.panel().cards().stream().map(card -> card(card, page)).toList());
        body.put("hasBegun", page.panel().hasBegun());
        body.put("effects", page.times().summary());
        body.put("hasControls", page.plug().isPresent());
        body.put("isPulled", page.plug().isPulled());
        body.put("secondsPulled", page.plug().secondsPulled());
        body.put("stoppable", page.nodeSwitch().isPresent() ? page.stoppable() : null);
        body.put("isStopped", page.nodeSwitch().isStopped());
        body.put("race", page.race().shown());
        body.put("isLoaded", page.load().isOn());
        return json(body);
    }

    private static Map<String, Object> card(Card card, Page page) {
        Grant grant = card.grant();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int node = 0; node < page.watch().strips().size(); node++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("standing", grant.standing(node));
            row.put("effectMillis", grant.effectMillis(node));
            row.put("isAcceptedThoughRevoked", grant.isAcceptedThoughRevoked(node));
            rows.add(row);
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", card.id());
        shown.put("user", card.user());
        shown.put("device", card.device());
        shown.put("fingerprint", grant.fingerprint());
        shown.put("secondsLeft", grant.secondsLeft());
        shown.put("isAccessRevoked", card.isAccessRevoked());
        shown.put("isRefreshRevoked", card.isRefreshRevoked());
        shown.put("isOver", card.isOver());
        shown.put("outcome", card.outcome());
        shown.put("raceId", card.raceId());
        shown.put("cacheSecondsLeft", grant.cacheSecondsLeft(CACHE_SECONDS));
        shown.put("rows", rows);
        return shown;
    }

    static String json(Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of plain values can be written", e);
        }
    }
}
