package dev.enlist.console;

/** The tabs of a program instance, in their order. Each has the path {@code /console/instances/{id}/{name}}. */
enum InstanceTab {
    OVERVIEW("Overview"),
    FORM("Form"),
    APPLY("Apply for someone"),
    BRANDING("Branding"),
    RULES("Rules"),
    CAPACITY("Capacity"),
    ACTIVITIES("Activities"),
    OUTCOMES("Outcomes"),
    NOTIFICATIONS("Notifications"),
    CONFIGURATION("Configuration"),
    HISTORY("History");

    static final String BASE = "/console/instances/{id}";

    private final String title;

    InstanceTab(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** The last segment of its path. */
    String segment() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The pattern of its controller method. */
    String pattern() {
        return BASE + "/" + segment();
    }
}
