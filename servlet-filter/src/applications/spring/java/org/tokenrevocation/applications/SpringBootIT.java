package org.tokenrevocation.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Spring Boot with its own Tomcat and Spring MVC; the version is the module's. */
class SpringBootIT extends ApplicationScenario {
    @Override
    String endpoint() {
        return "/oauth/revoke-token";
    }

    @Override
    Application start(String redisUrl) {
        // The path of the error page has a name for each of the two versions.
        return new Running(SpringApplication.run(SpringBootApplication.class, "--orders.redis-url=" + redisUrl,
                "--server.port=0", "--server.address=127.0.0.1", "--server.error.path=" + Application.ERROR_PAGE,
                "--spring.web.error.path=" + Application.ERROR_PAGE));
    }

    @Test
    void controller_syncAndAsync_guardedBeforeSpringMvc() {
        issue("browser");
        for (String path : new String[] {"/mvc", "/mvc/later"}) {
            assertEquals(401, get(path, "dead").statusCode(), path);
            assertEquals(path.substring(1).replace('/', ' '), get(path, "browser").body());
        }
    }

    private record Running(ConfigurableApplicationContext context) implements Application {
        @Override
        public int port() {
            return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        }

        @Override
        public void stop() {
            context.close();
        }
    }
}
