package dev.enlist.webhooks.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.OneTimeSecret;
import dev.enlist.shared.web.TaggedResponse;
import dev.enlist.webhooks.Webhook;
import dev.enlist.webhooks.WebhookService;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/webhooks")
@Tag(name = "Webhooks")
class WebhookController {

    private final WebhookService webhooks;
    private final StrictJson json;

    WebhookController(WebhookService webhooks, StrictJson json) {
        this.webhooks = webhooks;
        this.json = json;
    }

    @Requires(Scope.WEBHOOKS_READ)
    @GetMapping
    @Operation(summary = "List webhooks", description = "Sort by createdAt.")
    Page<WebhookResource> list(@Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        return webhooks.list(ListParameters.read(parameters, WebhookService.SORTABLE), WebhookResource::of);
    }

    @Requires(Scope.WEBHOOKS_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Subscribe a webhook",
            description = "It gets what happens from now on, signed as Standard Webhooks 1.0 has it. The secret is in"
                    + " this answer and in no other.")
    ResponseEntity<WebhookResource> subscribe(@RequestBody WebhookRequest request, HttpServletRequest http) {
        WebhookService.WebhookWithSecret created = webhooks.subscribe(request.details());
        Webhook webhook = created.webhook();
        OneTimeSecret.keepInstead(http, WebhookResource.of(webhook));
        return TaggedResponse.created(
                "/webhooks/" + webhook.getId(), WebhookResource.of(webhook, created.secret()), webhook.version());
    }

    @Requires(Scope.WEBHOOKS_READ)
    @GetMapping("/{id}")
    @Operation(summary = "Read a webhook, without its secret")
    ResponseEntity<WebhookResource> read(@PathVariable String id) {
        Webhook webhook = webhooks.webhook(id);
        return TaggedResponse.ok(WebhookResource.of(webhook), webhook.version());
    }

    @Requires(Scope.WEBHOOKS_WRITE)
    @PatchMapping("/{id}")
    @Operation(
            summary = "Change a webhook",
            description = "JSON merge patch (RFC 7396). What waits already goes to the new address as well.")
    ResponseEntity<WebhookResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = WebhookRequest.class)))
                    @RequestBody
                    JsonNode patch) {
        Webhook webhook = webhooks.revise(
                id,
                ifMatch,
                details -> json.read(
                                MergePatch.apply(json.write(WebhookRequest.of(details)), patch), WebhookRequest.class)
                        .details());
        return TaggedResponse.ok(WebhookResource.of(webhook), webhook.version());
    }

    @Requires(Scope.WEBHOOKS_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(summary = "End a webhook", description = "What waits for it is not sent any more; its log goes, too.")
    ResponseEntity<Void> delete(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        webhooks.delete(id, ifMatch);
        return ResponseEntity.noContent().build();
    }

    @Requires(Scope.WEBHOOKS_WRITE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping("/{id}/test")
    @Operation(
            summary = "Send a test",
            description = "An event of type dev.enlist.webhook.test, tried once and at once. Location names the"
                    + " delivery, where the answer can be read.")
    ResponseEntity<DeliveryResource> test(@PathVariable String id) {
        return DeliveryController.accepted(webhooks.test(id));
    }

    @Requires(Scope.WEBHOOKS_WRITE)
    @PostMapping("/{id}/rotateSecret")
    @Operation(
            summary = "Give a webhook a new secret",
            description = "Told in this answer and in no other. For 24 hours each delivery carries two signatures, by"
                    + " the new secret and by the one before.")
    ResponseEntity<WebhookResource> rotateSecret(@PathVariable String id, HttpServletRequest http) {
        WebhookService.WebhookWithSecret created = webhooks.rotateSecret(id);
        Webhook webhook = created.webhook();
        OneTimeSecret.keepInstead(http, WebhookResource.of(webhook));
        return TaggedResponse.ok(WebhookResource.of(webhook, created.secret()), webhook.version());
    }

    @Requires(Scope.WEBHOOKS_WRITE)
    @PostMapping("/{id}/enable")
    @Operation(
            summary = "Enable a disabled webhook",
            description = "It goes on where it stopped: nothing that happened meanwhile is left out.")
    ResponseEntity<WebhookResource> enable(@PathVariable String id) {
        Webhook webhook = webhooks.enable(id);
        return TaggedResponse.ok(WebhookResource.of(webhooks.webhook(webhook.getId())), webhook.version());
    }
}
