package dev.enlist.access.web;

import dev.enlist.access.ApiKey;
import dev.enlist.shared.access.Binding;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.EndOfDay;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.validation.TopicName;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Request bodies about API keys. */
final class ApiKeyRequest {

    private static final int MOST_OVERLAP_HOURS = 24 * 30;

    private static final int MOST_ORIGINS = 20;
    private static final int MOST_TOPICS = 50;

    private static final String ORIGINS = "Origins of the web pages that may call with this key (CORS)."
            + " Calls that name another origin are refused; where absent or empty, browsers get no answer at all";
    private static final String ORIGIN =
            "https://[a-z0-9.-]+(:[0-9]{1,5})?|http://(localhost|127\\.0\\.0\\.1)(:[0-9]{1,5})?";
    private static final String ORIGIN_SAID =
            "must be scheme and host in lower case without a path, such as https://www.example.com (http for localhost only)";

    private ApiKeyRequest() {}

    private static List<String> origins(@Nullable List<String> wire) {
        return wire == null ? List.of() : wire.stream().distinct().toList();
    }

    /** A new key. */
    @Schema(name = "ApiKeyRequest")
    record Issue(
            @Schema(example = "Web site") @NotBlank @Size(max = 100)
            String name,

            @Schema(
                    example = "[\"enrollments:create\"]",
                    description = "What the key may do; a server key, which may do everything, where absent")
            @Nullable
            @Size(min = 1)
            List<@NotNull String> scopes,

            @Schema(description = "Binds a scoped key to one program instance") @Nullable
            String programInstanceId,

            @Schema(description = "Binds a scoped key to one customer") @Nullable
            String customerId,

            @Schema(example = "2027-01-01T00:00:00Z", description = "Never where absent") @Nullable @EndOfDay
            Instant expiresAt,

            @Schema(description = ORIGINS, example = "[\"https://www.example.com\"]")
            @Nullable
            @Size(max = MOST_ORIGINS)
            List<@NotNull @Pattern(regexp = ORIGIN, message = ORIGIN_SAID) String> allowedOrigins,

            @Schema(
                    description =
                            "Topics of workflow tasks that the key may work on; all where absent or empty. For keys"
                                    + " with the scope workflowTasks:work",
                    example = "[\"verify-account\"]")
            @Nullable
            @Size(max = MOST_TOPICS)
            List<@NotNull @TopicName String> topics) {

        ApiKey.Wanted wanted() {
            List<Fault> faults = new ArrayList<>();
            Set<Scope> known = EnumSet.noneOf(Scope.class);
            for (int i = 0; scopes != null && i < scopes.size(); i++) {
                Optional<Scope> scope = Scope.ofWire(scopes.get(i));
                scope.ifPresent(known::add);
                if (scope.isEmpty()) {
                    faults.add(new Fault("/scopes/" + i, "is not a scope; use one of docs/scopes.md"));
                }
            }
            Binding binding = new Binding(programInstanceId, customerId);
            if (scopes == null && binding.isBound()) {
                faults.add(
                        new Fault("/scopes", "are required for a key that is bound to a program instance or customer"));
            }
            if (programInstanceId != null && customerId != null) {
                faults.add(new Fault("/customerId", "cannot be combined with programInstanceId"));
            }
            if (scopes == null && allowedOrigins != null && !allowedOrigins.isEmpty()) {
                faults.add(new Fault(
                        "/scopes",
                        "are required with allowedOrigins, because every reader of the page can read the key"));
            }
            boolean works = scopes != null && scopes.contains(Scope.WORKFLOW_TASKS_WORK.wire());
            if (topics != null && !topics.isEmpty() && !works) {
                faults.add(new Fault("/topics", "require the scope " + Scope.WORKFLOW_TASKS_WORK.wire()));
            }
            if (!faults.isEmpty()) {
                throw new InvalidInput(faults);
            }
            return new ApiKey.Wanted(
                    name,
                    scopes == null ? null : known,
                    binding,
                    expiresAt,
                    ApiKeyRequest.origins(allowedOrigins),
                    topics == null ? List.of() : topics.stream().distinct().toList());
        }
    }

    /** The name and expiry of a key. */
    @Schema(name = "ApiKeyPatch")
    record Change(
            @Schema(example = "Web site") @NotBlank @Size(max = 100)
            String name,

            @Nullable @EndOfDay Instant expiresAt,

            @Schema(description = ORIGINS) @Nullable @Size(max = MOST_ORIGINS)
            List<@NotNull @Pattern(regexp = ORIGIN, message = ORIGIN_SAID) String> allowedOrigins) {

        static Change of(ApiKey key) {
            return new Change(key.name(), key.expiresAt(), key.allowedOrigins());
        }

        List<String> origins() {
            return ApiKeyRequest.origins(allowedOrigins);
        }
    }

    /** How long the old secret stays valid. */
    @Schema(name = "ApiKeyRotation")
    record Rotation(
            @Schema(
                    example = "24",
                    description = "Hours that the present secret stays valid; 24 where absent, 0 ends it")
            @Nullable
            @Min(0)
            @Max(MOST_OVERLAP_HOURS)
            Integer overlapHours) {

        static Duration overlap(@Nullable Rotation rotation, Duration otherwise) {
            return rotation == null || rotation.overlapHours() == null
                    ? otherwise
                    : Duration.ofHours(rotation.overlapHours());
        }
    }
}
