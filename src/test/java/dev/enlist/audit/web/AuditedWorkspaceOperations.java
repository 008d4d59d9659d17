package dev.enlist.audit.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Links;
import dev.enlist.support.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The workspace and its organization: members, keys, webhooks, saved views. */
final class AuditedWorkspaceOperations {

    private static final String WEBHOOK = "{\"url\": \"http://127.0.0.1:9/hook\"}";

    private static final String SAVED_VIEW =
            "{\"name\": \"Overdue\", \"page\": \"reviews\", \"query\": \"flag=overdue\"}";

    private AuditedWorkspaceOperations() {}

    static Stream<AuditedOperation> all() {
        List<AuditedOperation> cases = new ArrayList<>();
        cases.add(new AuditedOperation(
                "PATCH /workspaces/{id}",
                w -> "/workspaces/" + w.workspace().workspaceId(),
                w -> "{\"timeZone\": \"America/New_York\"}",
                "workspace.update",
                "{}",
                "{\"timeZone\": \"America/New_York\"}"));
        cases.add(new AuditedOperation(
                "PATCH /organizations/{id}",
                w -> "/organizations/" + w.workspace().organizationId(),
                w -> "{\"timeZone\": \"America/New_York\"}",
                "organization.update",
                "{}",
                "{\"timeZone\": \"America/New_York\"}"));
        cases.add(new AuditedOperation(
                "PUT /listColumns/{page}",
                w -> "/listColumns/enrollments",
                w -> "{\"columns\": [\"number\", \"status\"]}",
                "listColumns.choose",
                "{\"columns\": []}",
                "{\"columns\": [\"number\", \"status\"]}"));
        cases.add(new AuditedOperation(
                "POST /savedViews",
                w -> "/savedViews",
                w -> SAVED_VIEW,
                "savedView.create",
                "{}",
                "{\"page\": \"reviews\"}"));
        cases.add(new AuditedOperation(
                "DELETE /savedViews/{id}",
                w -> "/savedViews/"
                        + w.api()
                                .post("/savedViews", SAVED_VIEW)
                                .created()
                                .path("id")
                                .asText(),
                w -> "",
                "savedView.delete",
                "{\"page\": \"reviews\"}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /webhooks", w -> "/webhooks", w -> WEBHOOK, "webhook.subscribe", "{}", WEBHOOK));
        cases.add(new AuditedOperation(
                "PATCH /webhooks/{id}", w -> "/webhooks/" + webhook(w), w -> WEBHOOK, "webhook.change", "{}", WEBHOOK));
        cases.add(new AuditedOperation(
                "POST /webhooks/{id}/rotateSecret",
                w -> "/webhooks/" + webhook(w) + "/rotateSecret",
                w -> "",
                "webhook.rotateSecret",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "DELETE /webhooks/{id}", w -> "/webhooks/" + webhook(w), w -> "", "webhook.delete", "{}", "{}"));
        cases.add(new AuditedOperation(
                "POST /apiKeys",
                w -> "/apiKeys",
                w -> "{\"name\": \"Web site\", \"scopes\": [\"programs:read\"]}",
                "apiKey.issue",
                "{}",
                "{\"name\": \"Web site\"}"));
        cases.add(new AuditedOperation(
                "PATCH /apiKeys/{id}",
                w -> "/apiKeys/" + key(w),
                w -> "{\"name\": \"B\"}",
                "apiKey.change",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /apiKeys/{id}/rotate",
                w -> "/apiKeys/" + key(w) + "/rotate",
                w -> "{\"overlapHours\": 2}",
                "apiKey.rotate",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "DELETE /apiKeys/{id}", w -> "/apiKeys/" + key(w), w -> "", "apiKey.revoke", "{}", "{}"));
        cases.add(new AuditedOperation(
                "POST /users", w -> "/users", w -> user(), "user.invite", "{}", "{\"roles\": [\"reviewer\"]}"));
        cases.add(new AuditedOperation(
                "PATCH /users/{id}",
                w -> "/users/" + made(w),
                w -> "{\"roles\": [\"analyst\"]}",
                "user.roles",
                "{\"roles\": [\"reviewer\"]}",
                "{\"roles\": [\"analyst\"]}"));
        cases.add(new AuditedOperation(
                "POST /users/{id}/resetPassword",
                w -> "/users/" + joined(w) + "/resetPassword",
                w -> "",
                "user.resetPassword",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /users/{id}/endSessions",
                w -> "/users/" + joined(w) + "/endSessions",
                w -> "",
                "user.endSessions",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "DELETE /users/{id}",
                w -> "/users/" + made(w),
                w -> "",
                "user.remove",
                "{\"roles\": [\"reviewer\"]}",
                "{}"));
        return cases.stream();
    }

    private static String webhook(World world) {
        return world.api().post("/webhooks", WEBHOOK).created().path("id").asText();
    }

    private static String key(World world) {
        return world.api()
                .post("/apiKeys", "{\"name\": \"A\", \"scopes\": [\"programs:read\"]}")
                .created()
                .path("id")
                .asText();
    }

    private static String user() {
        return "{\"displayName\": \"Unmistakable\", \"roles\": [\"reviewer\"], \"email\": \"" + Cuid.next()
                + "@example.com\"}";
    }

    private static String joined(World world) {
        JsonNode invited = world.api().post("/users", user()).created();
        Links.acceptWithNew(world.api(), invited, "a long enough password").expect(200);
        return invited.path("id").asText();
    }

    private static String made(World world) {
        return world.api().post("/users", user()).created().path("id").asText();
    }
}
