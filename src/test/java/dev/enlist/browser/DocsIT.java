package dev.enlist.browser;

import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Worlds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;

/** The page of the API under its content security policy: a script that is refused draws nothing. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class DocsIT {

    @Autowired
    Worlds worlds;

    @Test
    void thePageDrawsEveryOperation() {
        try (Browser browser = Browser.open(worlds.organization().api().url())) {
            browser.go("/docs");
            browser.find(".swagger-ui .opblock");
            browser.awaitText("Read an enrollment");
            browser.screenshot("docs");
        }
    }
}
