package org.tokenrevocation.sample.launcher;

import java.net.URI;
import java.util.List;

/** The commands to try, ready to paste; with several nodes, what one revokes another refuses. */
final class Story {
    private static final String COMMANDS = """

            Log in, call, revoke, be refused:
              ACCESS=$(curl -s FIRSToauth/token -d grant_type=password -d username=alice -d password=alice \\
                | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
              curl -i FIRSTapi/whoami -H "Authorization: Bearer $ACCESS"
              curl -i FIRSToauth/revoke-token -H 'Content-Type: application/json' \\
                -d "{\\"token\\":\\"$ACCESS\\",\\"token_type\\":\\"access\\"}"
              curl -i LASTapi/whoami -H "Authorization: Bearer $ACCESS"
            """;

    private Story() {}

    static String of(List<URI> nodes) {
        return COMMANDS.replace("FIRST", nodes.get(0).toString())
                .replace("LAST", nodes.get(nodes.size() - 1).toString());
    }
}
