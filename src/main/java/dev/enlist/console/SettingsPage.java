package dev.enlist.console;

/**
 * The cards of the settings, in their order. A card is shown if its page exists and admits the caller; see
 * {@link Navigation#admits}.
 */
enum SettingsPage {
    PEOPLE("people", "People", "Who works in this workspace, their roles and program instances", "people"),
    WORKSPACES("workspaces", "Workspaces", "Names, time zones and contacts; further workspaces", "building"),
    BRANDING("branding", "Branding", "Name, logo and colours on pages and in mails to applicants", "palette"),
    NOTIFICATIONS("notifications", "Notifications", "Mails sent, waiting and failed, each with its cause", "bell"),
    SERVICES(
            "services",
            "Mail and storage",
            "What this installation has set up, and the names of the settings",
            "database"),
    KEYS("keys", "API keys", "Keys of programs and forms that call the API", "key"),
    WEBHOOKS("webhooks", "Webhooks", "Other systems that get events, and every delivery to them", "broadcast"),
    AUDIT("audit", "Audit", "Who changed what and when, with proof that nothing was altered", "shield-check"),
    PRIVACY("privacy", "Privacy requests", "Hand out or erase everything held about a person", "shield-lock");

    private final String name;
    private final String title;
    private final String text;
    private final String icon;

    SettingsPage(String name, String title, String text, String icon) {
        this.name = name;
        this.title = title;
        this.text = text;
        this.icon = icon;
    }

    String path() {
        return ConsolePage.SETTINGS.path() + "/" + name;
    }

    String title() {
        return title;
    }

    /** One line that says what the page is for. */
    String text() {
        return text;
    }

    /** A name in {@code assets/system/icons.css}, without {@code icon-}. */
    String icon() {
        return icon;
    }
}
