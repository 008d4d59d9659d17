package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Api;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Worlds;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;

/** The page of the API under its content security policy: a script that is refused draws nothing. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class DocsIT {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Autowired
    Worlds worlds;

    @Test
    void thePageDrawsEveryOperation() {
        Api api = worlds.stranger().api();
        Set<String> described = operations(api.get("/v3/api-docs").ok());
        assertThat(described).hasSizeGreaterThan(100);
        try (Browser browser = Browser.open(api.url())) {
            browser.go("/docs");
            browser.find(".swagger-ui .opblock-tag");
            assertThat(browser.count(".swagger-ui .opblock"))
                    .as("operations of closed groups")
                    .isZero();
            browser.script("document.querySelectorAll('.swagger-ui .opblock-tag').forEach(group => group.click())");
            browser.find(".swagger-ui .opblock");
            browser.awaitText("Read an enrollment");

            assertThat(drawn(browser)).containsExactlyInAnyOrderElementsOf(described);
            browser.screenshot("docs");
        }
    }

    /** Method and path of each operation of the document. */
    private static Set<String> operations(JsonNode document) {
        Set<String> operations = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(member -> {
                    if (METHODS.contains(member)) {
                        operations.add(member + " " + path.getKey());
                    }
                }));
        return operations;
    }

    /** The same as the page shows them; a break may stand within a long path. */
    private static List<String> drawn(Browser browser) {
        Object lines = browser.script("""
                return [...document.querySelectorAll('.swagger-ui .opblock-summary')].map(summary =>
                    summary.querySelector('.opblock-summary-method').textContent.trim().toLowerCase() + ' '
                        + summary.querySelector('.opblock-summary-path').dataset.path).join('\\n')""");
        return String.valueOf(lines).replace("\u200b", "").lines().toList();
    }
}
