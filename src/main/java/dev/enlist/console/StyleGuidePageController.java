package dev.enlist.console;

import dev.enlist.shared.access.AnyCaller;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Shows each component of the design system in its states, for developers; does not exist in production. */
@Controller
@ConditionalOnProperty("enlist.console.style-guide")
class StyleGuidePageController {

    @AnyCaller
    @GetMapping("/console/styleguide")
    String styleGuide() {
        return "console/styleguide";
    }
}
