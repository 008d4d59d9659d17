package dev.enlist.console;

import dev.enlist.shared.access.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The pages that the navigation links to, in its order. A new page adds one constant and a controller method for its
 * path; the navigation shows it to people who may call that method. Pages outside the console name their scope here.
 */
enum ConsolePage {
    HOME(Group.WORK, "/console", "Home", "house", "h"),
    REVIEWS(Group.WORK, "/console/reviews", "Reviews", "inbox", "r"),
    TEAM(Group.WORK, "/console/reviews/team", "Team", "people", "m"),
    ENROLLMENTS(Group.WORK, "/console/enrollments", "Enrollments", "clipboard-check", "e"),
    PEOPLE(Group.WORK, "/console/people", "People", "person-lines-fill", "o"),
    BULK(Group.WORK, "/console/bulk", "Bulk decisions", "check2-square", "b"),
    PAYOUTS(Group.WORK, "/console/payouts", "Payouts", "cash-coin", "y"),
    TASKLIST(Group.WORK, "/camunda/app/tasklist/default/", "Tasklist", "card-checklist", "t", Scope.ENROLLMENTS_DECIDE),
    PROGRAMS(Group.PROGRAMS, "/console/programs", "Programs", "collection", "p"),
    CAMPAIGNS(Group.PROGRAMS, "/console/campaigns", "Campaigns", "megaphone", null),
    RULES(Group.PROGRAMS, "/console/rules", "Rules", "table", "u"),
    WORKFLOWS(Group.PROGRAMS, "/console/workflows", "Workflows", "signpost-split", "w"),
    IMPORTS(Group.PROGRAMS, "/console/imports", "Imports", "upload", "i"),
    TEMPLATES(Group.PROGRAMS, "/console/templates", "Templates", "journal-text", null),
    GROUPS(Group.PROGRAMS, "/console/groups", "Groups", "link-45deg", null),
    REPORTS(Group.INSIGHT, "/console/reports", "Reports", "bar-chart", "s"),
    PROCESS(Group.INSIGHT, "/console/process", "Process", "diagram-3", "c"),
    COCKPIT(Group.INSIGHT, "/camunda/app/cockpit/default/", "Cockpit", "speedometer2", null, Scope.OPERATIONS_READ),
    SETTINGS(Group.SETTINGS, "/console/settings", "Settings", "gear", "g"),
    STYLE_GUIDE(Group.SETTINGS, "/console/styleguide", "Style guide", "palette", null),
    API(Group.SETTINGS, "/docs", "API", "code-slash", null, null);

    /** A heading of the navigation. */
    enum Group {
        WORK("Work"),
        PROGRAMS("Programs"),
        INSIGHT("Insight"),
        SETTINGS("Settings");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private final Group group;
    private final String path;
    private final String title;
    private final String icon;
    private final @Nullable String key;
    private final boolean external;
    private final @Nullable Scope scope;

    ConsolePage(Group group, String path, String title, String icon, @Nullable String key) {
        this(group, path, title, icon, key, false, null);
    }

    ConsolePage(Group group, String path, String title, String icon, @Nullable String key, @Nullable Scope scope) {
        this(group, path, title, icon, key, true, scope);
    }

    ConsolePage(
            Group group,
            String path,
            String title,
            String icon,
            @Nullable String key,
            boolean external,
            @Nullable Scope scope) {
        this.group = group;
        this.path = path;
        this.title = title;
        this.icon = icon;
        this.key = key;
        this.external = external;
        this.scope = scope;
    }

    Group group() {
        return group;
    }

    String path() {
        return path;
    }

    String title() {
        return title;
    }

    /** A name in {@code assets/system/icons.css}, without {@code icon-}. */
    String icon() {
        return icon;
    }

    /** The key that opens the page after {@code g}; null for none. */
    @Nullable
    String key() {
        return key;
    }

    /** Whether the page has a frame of its own. */
    boolean external() {
        return external;
    }

    /** The scope of an external page; null if each signed-in person may open it. */
    @Nullable
    Scope scope() {
        return scope;
    }
}
