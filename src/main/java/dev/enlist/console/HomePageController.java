package dev.enlist.console;

import dev.enlist.access.Caller;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.access.Scope;
import dev.enlist.tenancy.DemoLoadRegistry;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.Arrays;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The home page. The address of the product leads here; that of the engine leads reviewers to their tasks. */
@Controller
class HomePageController {

    private static final String HOME = "redirect:/console";
    private static final String TASKLIST = "redirect:/camunda/app/tasklist/default/";

    private final Navigation navigation;
    private final DemoLoadRegistry demoLoads;

    HomePageController(Navigation navigation, DemoLoadRegistry demoLoads) {
        this.navigation = navigation;
        this.demoLoads = demoLoads;
    }

    @AnyCaller
    @GetMapping("/")
    String home() {
        return HOME;
    }

    @AnyCaller
    @GetMapping("/camunda")
    String engine(Caller caller) {
        return caller.scopes().contains(Scope.ENROLLMENTS_DECIDE) ? TASKLIST : HOME;
    }

    @AnyCaller
    @GetMapping("/console")
    String console(Model model) {
        // the script links to pages that the person may open
        model.addAttribute(
                "pages",
                Arrays.stream(ConsolePage.values())
                        .filter(navigation::isOpen)
                        .map(ConsolePage::path)
                        .toList());
        model.addAttribute(
                "demoLoading", demoLoads.isLoading(WorkspaceScope.current().workspaceId()));
        return "console/home";
    }

    @AnyCaller
    @GetMapping("/console/account")
    String account() {
        return "console/account";
    }
}
