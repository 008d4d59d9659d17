package dev.enlist.access.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.access.ApiKey;
import dev.enlist.access.ApiKeyService;
import dev.enlist.access.Caller;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.OneTimeSecret;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
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
@RequestMapping("/apiKeys")
@Tag(name = "API keys")
class ApiKeyController {

    private final ApiKeyService keys;
    private final StrictJson json;

    ApiKeyController(ApiKeyService keys, StrictJson json) {
        this.keys = keys;
        this.json = json;
    }

    @Requires(Scope.KEYS_READ)
    @GetMapping
    @Operation(summary = "List the API keys, revoked ones too", description = "In order of creation; no secrets.")
    Page<ApiKeyResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(hidden = true) Caller caller) {
        return keys.list(caller.workspace(), ListParameters.read(parameters, Map.of()), ApiKeyResource::of);
    }

    @Requires(Scope.KEYS_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Issue an API key",
            description = "The secret is in this answer and in no other. A key may do no more than who issues it.")
    ResponseEntity<ApiKeyResource> issue(
            @RequestBody ApiKeyRequest.Issue request,
            @Parameter(hidden = true) Caller caller,
            HttpServletRequest http) {
        ApiKey.Issued issued = keys.issue(request.wanted(), caller);
        return ResponseEntity.created(URI.create("/apiKeys/" + issued.key().id()))
                .body(response(issued, http));
    }

    @Requires(Scope.KEYS_READ)
    @GetMapping("/{id}")
    @Operation(summary = "Read an API key, without its secret")
    ResponseEntity<ApiKeyResource> read(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
        return ok(keys.find(caller.workspace(), id));
    }

    @Requires(Scope.KEYS_WRITE)
    @PatchMapping("/{id}")
    @Operation(
            summary = "Rename an API key, or change its end or its allowed origins",
            description = "JSON merge patch (RFC 7396).")
    ResponseEntity<ApiKeyResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = ApiKeyRequest.Change.class)))
                    @RequestBody
                    JsonNode patch,
            @Parameter(hidden = true) Caller caller) {
        return ok(keys.change(
                id,
                key -> {
                    ApiKeyRequest.Change present = ApiKeyRequest.Change.of(key);
                    EntityTags.check(ifMatch, present);
                    ApiKeyRequest.Change wanted =
                            json.read(MergePatch.apply(json.write(present), patch), ApiKeyRequest.Change.class);
                    return new ApiKeyService.Change(wanted.name(), wanted.expiresAt(), wanted.origins());
                },
                caller));
    }

    private static ResponseEntity<ApiKeyResource> ok(ApiKey key) {
        return TaggedResponse.ok(ApiKeyResource.of(key), ApiKeyRequest.Change.of(key));
    }

    @Requires(Scope.KEYS_WRITE)
    @PostMapping("/{id}/rotate")
    @Operation(
            summary = "Give an API key a new secret",
            description = "The present secret stays valid for the overlap, so that clients can be changed one by one.")
    ApiKeyResource rotate(
            @PathVariable String id,
            @RequestBody(required = false) ApiKeyRequest.@Nullable Rotation request,
            @Parameter(hidden = true) Caller caller,
            HttpServletRequest http) {
        return response(keys.rotate(id, ApiKeyRequest.Rotation.overlap(request, ApiKeyService.OVERLAP), caller), http);
    }

    @Requires(Scope.KEYS_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(summary = "Revoke an API key", description = "It is refused from the next call on, by every node.")
    ResponseEntity<Void> revoke(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
        keys.revoke(id, caller);
        return ResponseEntity.noContent().build();
    }

    private static ApiKeyResource response(ApiKey.Issued issued, HttpServletRequest http) {
        OneTimeSecret.keepInstead(http, ApiKeyResource.of(issued.key()));
        return ApiKeyResource.of(issued.key(), issued.secret());
    }
}
