package dev.enlist.document.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.document.DocumentStateService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Documents")
class DocumentStateController {

    private final DocumentStateService documents;

    DocumentStateController(DocumentStateService documents) {
        this.documents = documents;
    }

    /** What is set up for documents. */
    @Schema(name = "DocumentState")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StateResource(
            @Schema(
                    allowableValues = {"database", "s3"},
                    description = "Where the content of new documents is kept")
            String storage,

            @Schema(description = "Whether the object storage answers; absent where none is set up") @Nullable
            Boolean storageReachable,

            @Schema(description = "Whether a virus scanner is set up")
            boolean scanner,

            @Schema(description = "Whether it answers; absent where none is set up") @Nullable
            Boolean scannerReachable,

            @Schema(description = "Documents of this workspace that wait for the scanner")
            int waitingForScan,

            @Schema(
                    description =
                            "Documents of this workspace whose content is still to be moved to the object storage")
            int waitingForStorage,

            @Schema(example = "20971520", description = "Of one document")
            long maxBytes) {}

    @Requires(Scope.OPERATIONS_READ)
    @GetMapping("/documents/state")
    @Operation(
            summary = "Read where documents are kept and whether they are scanned",
            description =
                    "Asks the object storage and the virus scanner whether they answer, for a few seconds at most.")
    StateResource state() {
        DocumentStateService.State state = documents.state();
        return new StateResource(
                state.storage(),
                state.storageReachable(),
                state.scanner(),
                state.scannerReachable(),
                state.waitingForScan(),
                state.waitingForStorage(),
                state.maxBytes());
    }
}
