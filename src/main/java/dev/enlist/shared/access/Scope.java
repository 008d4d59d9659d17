package dev.enlist.shared.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A right to a kind of operation, on the wire as {@code thing:act}. Keys are given scopes one by one, people
 * get them through their roles. Every operation needs exactly one, named by {@link Requires}.
 */
public enum Scope {
    PROGRAMS_READ("programs:read", "Read programs and program instances"),
    PROGRAMS_WRITE("programs:write", "Make, change and archive programs and program instances"),
    ENROLLMENTS_READ("enrollments:read", "Read enrollments, their history and their decisions"),
    ENROLLMENTS_CREATE(
            "enrollments:create",
            "Enroll people and submit what was created; without `enrollments:read` see no more of it"),
    ENROLLMENTS_WRITE("enrollments:write", "Enroll people, change, evaluate and submit enrollments"),
    ENROLLMENTS_UNENROLL("enrollments:unenroll", "Let people leave: unenroll them, give up a place in a waitlist"),
    ENROLLMENTS_DECIDE("enrollments:decide", "Approve and reject submitted enrollments"),
    ENROLLMENTS_ASSIGN("enrollments:assign", "Assign reviews to reviewers, see their load, set absences"),
    ENROLLMENTS_OVERRIDE(
            "enrollments:override",
            "Approve an enrollment although its verdict changed; set its incentive; move it to the front of the waitlist"),
    ENROLLMENTS_ERASE("enrollments:erase", "Erase enrollments for good"),
    DOCUMENTS_READ("documents:read", "Read and download the documents of enrollments"),
    DOCUMENTS_WRITE("documents:write", "Add documents to enrollments and delete them"),
    NOTES_READ("notes:read", "Read and search the internal notes of staff"),
    NOTES_WRITE("notes:write", "Write internal notes, change and delete one's own"),
    OUTCOMES_READ("outcomes:read", "Read the outcomes of enrollments and their metrics"),
    OUTCOMES_WRITE("outcomes:write", "Record and correct outcomes"),
    ACTIVITIES_READ("activities:read", "Read activities and who takes part in them"),
    ACTIVITIES_WRITE("activities:write", "Schedule activities, invite participants, record participation"),
    IMPORTS_READ("imports:read", "Read the progress and the errors of imports"),
    IMPORTS_WRITE("imports:write", "Import candidates"),
    PEOPLE_READ("people:read", "Read leads and customers"),
    PEOPLE_WRITE("people:write", "Make, change, convert and delete leads and customers"),
    PERSONAL_DATA("people:erase", "Export everything held about a person, and erase it"),
    RULES_READ("rules:read", "Read rule sets, their versions, tests and replays"),
    RULES_WRITE("rules:write", "Edit, check, test and replay drafts of rules"),
    RULES_PUBLISH("rules:publish", "Publish rules"),
    WORKFLOWS_READ("workflows:read", "Read workflows and their versions"),
    WORKFLOWS_WRITE("workflows:write", "Make workflows, edit and check their drafts"),
    WORKFLOWS_PUBLISH("workflows:publish", "Publish workflows, move waiting applications to another version"),
    TEMPLATES_READ("templates:read", "Read templates and participant groups"),
    TEMPLATES_WRITE("templates:write", "Make, change and activate templates and participant groups"),
    CAMPAIGNS_READ("campaigns:read", "Read campaigns"),
    CAMPAIGNS_WRITE("campaigns:write", "Make, change, start, pause and close campaigns"),
    CAPACITY_READ("capacity:read", "Read capacity and waitlists"),
    CAPACITY_WRITE("capacity:write", "Change capacity"),
    PAYOUTS_READ("payouts:read", "Read payouts, their batches and totals"),
    PAYOUTS_WRITE("payouts:write", "Hold and cancel payouts, build batches, download bank files, import the answers"),
    PAYOUTS_RELEASE("payouts:release", "Release batches that another person built"),
    REPORTS_READ("reports:read", "Read reports"),
    EVENTS_READ("events:read", "Read the events of the workspace"),
    WORKFLOW_TASKS_WORK(
            "workflowTasks:work", "Read the requests of workflows to other systems, lock, complete and retry them"),
    WEBHOOKS_READ("webhooks:read", "Read webhooks and their deliveries"),
    WEBHOOKS_WRITE("webhooks:write", "Subscribe webhooks, change them, send again"),
    USERS_READ("users:read", "Read who works in the workspace"),
    USERS_WRITE("users:write", "Bring people in, change their roles, let them go"),
    KEYS_READ("keys:read", "Read the API keys, without their secrets"),
    KEYS_WRITE("keys:write", "Issue, rotate and revoke API keys"),
    WORKSPACES_READ("workspaces:read", "Read the organization and its workspaces"),
    WORKSPACES_WRITE("workspaces:write", "Make organizations and workspaces"),
    AUDIT_READ("audit:read", "Read, export and verify the audit trail"),
    OPERATIONS_READ("operations:read", "Read metrics and the consistency report");

    private final String wire;
    private final String meaning;

    Scope(String wire, String meaning) {
        this.wire = wire;
        this.meaning = meaning;
    }

    public String wire() {
        return wire;
    }

    /** For people, in the documents. */
    public String meaning() {
        return meaning;
    }

    /** The scope that shows what an operation of this scope works on; the scope itself where it shows nothing else. */
    public Scope reading() {
        return switch (this) {
            case PROGRAMS_WRITE -> PROGRAMS_READ;
            case ENROLLMENTS_CREATE,
                    ENROLLMENTS_WRITE,
                    ENROLLMENTS_UNENROLL,
                    ENROLLMENTS_DECIDE,
                    ENROLLMENTS_ASSIGN,
                    ENROLLMENTS_OVERRIDE -> ENROLLMENTS_READ;
            case DOCUMENTS_WRITE -> DOCUMENTS_READ;
            case NOTES_WRITE -> NOTES_READ;
            case OUTCOMES_WRITE -> OUTCOMES_READ;
            case ACTIVITIES_WRITE -> ACTIVITIES_READ;
            case IMPORTS_WRITE -> IMPORTS_READ;
            case PEOPLE_WRITE -> PEOPLE_READ;
            case WORKFLOWS_WRITE, WORKFLOWS_PUBLISH -> WORKFLOWS_READ;
            case TEMPLATES_WRITE -> TEMPLATES_READ;
            case CAMPAIGNS_WRITE -> CAMPAIGNS_READ;
            case CAPACITY_WRITE -> CAPACITY_READ;
            case PAYOUTS_WRITE, PAYOUTS_RELEASE -> PAYOUTS_READ;
            case WEBHOOKS_WRITE -> WEBHOOKS_READ;
            case USERS_WRITE -> USERS_READ;
            case KEYS_WRITE -> KEYS_READ;
            default -> this;
        };
    }

    /** The scopes and those that they include: {@code enrollments:write} includes {@code enrollments:create}. */
    public static Set<Scope> withIncluded(Set<Scope> scopes) {
        if (!scopes.contains(ENROLLMENTS_WRITE) || scopes.contains(ENROLLMENTS_CREATE)) {
            return scopes;
        }
        EnumSet<Scope> all = EnumSet.copyOf(scopes);
        all.add(ENROLLMENTS_CREATE);
        return all;
    }

    public static Optional<Scope> ofWire(String wire) {
        return Arrays.stream(values()).filter(scope -> scope.wire.equals(wire)).findFirst();
    }
}
