package dev.enlist.webhooks.web;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.webhooks.Delivery;
import dev.enlist.webhooks.WebhookService;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/webhooks/{id}/deliveries")
@Tag(name = "Webhooks")
class DeliveryController {

    private static final Set<String> STATUSES = Set.of("pending", "delivered", "failed");

    private final WebhookService webhooks;

    DeliveryController(WebhookService webhooks) {
        this.webhooks = webhooks;
    }

    @Requires(Scope.WEBHOOKS_READ)
    @GetMapping
    @Operation(
            summary = "List the deliveries of a webhook",
            description = "Kept for 30 days. after=<id> walks them by key. Sort by createdAt.")
    Page<DeliveryResource> list(
            @PathVariable String id,
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(schema = @Schema(allowableValues = {"pending", "delivered", "failed"}))
                    @RequestParam(required = false)
                    @Nullable
                    String status) {
        List<Fault> faults = new ArrayList<>();
        if (status != null && !STATUSES.contains(status)) {
            faults.add(new Fault("/status", "must be one of pending, delivered, failed"));
        }
        ListQuery query = ListParameters.read(parameters, WebhookService.SORTABLE, faults);
        return webhooks.deliveries(id, status, query, DeliveryResource::of);
    }

    @Requires(Scope.WEBHOOKS_READ)
    @GetMapping("/{deliveryId}")
    @Operation(
            summary = "Read a delivery",
            description =
                    "With each attempt: the headers that were sent, the status and the first 4 KiB of the answer.")
    DeliveryResource read(@PathVariable String id, @PathVariable String deliveryId) {
        return DeliveryResource.of(webhooks.account(id, known(deliveryId)));
    }

    @Requires(Scope.WEBHOOKS_WRITE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping("/{deliveryId}/resend")
    @Operation(
            summary = "Send a delivery again",
            description = "A new delivery of the same event, with the same webhook-id, beside whatever waits.")
    ResponseEntity<DeliveryResource> resend(@PathVariable String id, @PathVariable String deliveryId) {
        return accepted(webhooks.resend(id, known(deliveryId)));
    }

    static ResponseEntity<DeliveryResource> accepted(Delivery delivery) {
        URI location = URI.create("/webhooks/" + delivery.webhookId() + "/deliveries/" + delivery.id());
        return ResponseEntity.accepted().location(location).body(DeliveryResource.of(delivery));
    }

    private static String known(String deliveryId) {
        if (!Cuid.isCuid(deliveryId)) {
            throw new NotFound("delivery");
        }
        return deliveryId;
    }
}
