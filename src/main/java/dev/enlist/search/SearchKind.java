package dev.enlist.search;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.enlist.shared.access.Scope;

/** What a search finds, in the order in which it is shown. */
public enum SearchKind {
    APPLICATION("application", Scope.ENROLLMENTS_READ),
    PERSON("person", Scope.PEOPLE_READ),
    PROGRAM_INSTANCE("programInstance", Scope.PROGRAMS_READ),
    PROGRAM("program", Scope.PROGRAMS_READ),
    CAMPAIGN("campaign", Scope.CAMPAIGNS_READ),
    RULE_SET("ruleSet", Scope.RULES_READ);

    private final String wire;
    private final Scope scope;

    SearchKind(String wire, Scope scope) {
        this.wire = wire;
        this.scope = scope;
    }

    @JsonValue
    public String wire() {
        return wire;
    }

    /** The scope that a caller needs to see this kind. */
    Scope scope() {
        return scope;
    }
}
