package dev.enlist.console;

import dev.enlist.access.Caller;
import dev.enlist.access.RoleScopes;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.TenancyService;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The settings: an overview of cards by role, and a page for each card. All changes go through the API. */
@Controller
@RequestMapping("/console/settings")
class SettingsPageController {

    private final Navigation navigation;
    private final TenancyService tenancy;

    SettingsPageController(Navigation navigation, TenancyService tenancy) {
        this.navigation = navigation;
        this.tenancy = tenancy;
    }

    record Card(String path, String title, String text, String icon) {}

    /** @param scopes wire names of scopes and what they allow */
    record ScopeGroup(String title, Map<String, String> scopes) {}

    /** @param scopes number of scopes, for a comparison of roles */
    record RoleChoice(String wire, String title, String text, int scopes) {}

    @AnyCaller
    @GetMapping
    String overview(Model model) {
        model.addAttribute(
                "cards",
                Stream.of(SettingsPage.values())
                        .filter(page -> navigation.admits(page.path(), ""))
                        .map(page -> new Card(page.path(), page.title(), page.text(), page.icon()))
                        .toList());
        model.addAttribute("cockpit", navigation.isOpen(ConsolePage.COCKPIT) ? ConsolePage.COCKPIT.path() : null);
        return "console/settings";
    }

    @Requires(Scope.USERS_READ)
    @GetMapping("/people")
    String people(Model model) {
        model.addAttribute("roleChoices", ROLES);
        return "console/settings-people";
    }

    @Requires(Scope.KEYS_READ)
    @GetMapping("/keys")
    String keys(Model model) {
        model.addAttribute("scopeGroups", scopeGroups());
        return "console/settings-keys";
    }

    @Requires(Scope.WEBHOOKS_READ)
    @GetMapping("/webhooks")
    String webhooks() {
        return "console/settings-webhooks";
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/notifications")
    String notifications() {
        return "console/settings-notifications";
    }

    @Requires(Scope.AUDIT_READ)
    @GetMapping("/audit")
    String audit() {
        return "console/settings-audit";
    }

    @Requires(Scope.PERSONAL_DATA)
    @GetMapping("/privacy")
    String privacy() {
        return "console/settings-privacy";
    }

    @Requires(Scope.WORKSPACES_READ)
    @GetMapping("/workspaces")
    String workspaces(Model model, Caller caller) {
        model.addAttribute("operates", tenancy.isFirst(caller.workspace().organizationId()));
        model.addAttribute("timeZones", TimeZones.NAMES.stream().sorted().toList());
        return "console/settings-workspaces";
    }

    @Requires(Scope.OPERATIONS_READ)
    @GetMapping("/services")
    String services() {
        return "console/settings-services";
    }

    private static final List<RoleChoice> ROLES = List.of(
            role(
                    Role.ADMINISTRATOR,
                    "Administrator",
                    "Everything in this workspace: people, keys, webhooks, audit, privacy and all the work below."),
            role(
                    Role.COORDINATOR,
                    "Coordinator",
                    "Runs programs: sets them up, imports, decides, assigns reviews and looks after capacity."),
            role(
                    Role.REVIEWER,
                    "Reviewer",
                    "Decides about applications: approves, rejects, asks applicants, reads documents, writes notes."),
            role(
                    Role.ANALYST,
                    "Analyst",
                    "Writes eligibility rules: edits, tests, replays and publishes them. Decides about no application."),
            role(Role.VIEWER, "Viewer", "Sees programs, people, enrollments and reports. Changes nothing."));

    private static RoleChoice role(Role role, String title, String text) {
        return new RoleChoice(
                role.wire(), title, text, RoleScopes.of(Set.of(role)).size());
    }

    private static List<ScopeGroup> scopeGroups() {
        Map<String, Map<String, String>> groups = new LinkedHashMap<>();
        Arrays.stream(Scope.values())
                .forEach(scope -> groups.computeIfAbsent(subject(scope), name -> new LinkedHashMap<>())
                        .put(scope.wire(), scope.meaning().replace("`", "")));
        return groups.entrySet().stream()
                .map(group -> new ScopeGroup(group.getKey(), group.getValue()))
                .toList();
    }

    /** {@code programs:read} is about "Programs", {@code workflowTasks:work} about "Workflow tasks". */
    private static String subject(Scope scope) {
        String thing = scope.wire()
                .substring(0, scope.wire().indexOf(':'))
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .toLowerCase(Locale.ROOT);
        return thing.equals("keys") ? "API keys" : Character.toUpperCase(thing.charAt(0)) + thing.substring(1);
    }
}
