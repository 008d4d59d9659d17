package dev.enlist.setup;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Prints the credentials of the first start once. Omits values that the operator has set. */
@Component
class WelcomePrinter {

    private static final Logger log = LoggerFactory.getLogger("Enlist");

    private final Environment environment;

    WelcomePrinter(Environment environment) {
        this.environment = environment;
    }

    void show(String email, Optional<String> password, Optional<String> key, Optional<String> programInstanceId) {
        String url = "http://localhost:" + environment.getProperty("local.server.port", "8080");
        log.info(
                """
                Enlist is set up. This is shown once.

                  Console        {}
                  Administrator  {}
                  Password       {}
                  API key        {}

                {}
                """,
                url + "/console",
                email,
                password.orElse("as you set it in ENLIST_ADMIN_PASSWORD"),
                key.orElse("as you set it in ENLIST_API_KEY"),
                programInstanceId
                        .map(id -> enroll(url, key.orElse("$ENLIST_API_KEY"), id))
                        .orElseGet(() -> begin(url, key.orElse("$ENLIST_API_KEY"))));
    }

    private static String enroll(String url, String key, String programInstanceId) {
        return """
                Enroll a person:

                  curl -s %s/programInstances/%s/enrollments \\
                    -H "Authorization: Bearer %s" -H 'Content-Type: application/json' \\
                    -d '{"identificationType": "customerInfo", "firstName": "Suzie", "lastName": "Homeowner",
                         "email": "suzie.homeowner@example.com", "address": {"state": "NY", "postalCode": "10001"},
                         "manufacturerSlugs": ["tesla"], "metadata": {"monthlyKwh": 640}}'
                """.formatted(url, programInstanceId, key);
    }

    private static String begin(String url, String key) {
        return """
                Begin with a program (the demo data was not loaded):

                  curl -s %s/programs \\
                    -H "Authorization: Bearer %s" -H 'Content-Type: application/json' \\
                    -d '{"slug": "nyc-battery-program", "name": "NYC Battery Program",
                         "description": "Rebates for home batteries", "states": ["NY"]}'
                """.formatted(url, key);
    }
}
