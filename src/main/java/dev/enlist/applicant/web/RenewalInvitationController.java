package dev.enlist.applicant.web;

import dev.enlist.applicant.RenewalInvitationService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Invitations of participants to renew in the next instance of their program. */
@RestController
@Tag(name = "Year rollover")
class RenewalInvitationController {

    /** Whether to count only. */
    @Schema(name = "RenewalInvitationRequest")
    record InvitationRequest(
            @Schema(description = "Only count who would be invited; false where absent", example = "true") @Nullable
            Boolean dryRun) {}

    /**
     * What was done, or would be.
     *
     * @param targetProgramInstanceId the instance to renew in
     * @param invited                 participants who get a message
     * @param invitedEarlier          participants who got one before and have not renewed
     */
    @Schema(name = "RenewalInvitations")
    record InvitationResource(
            String programInstanceId,
            String targetProgramInstanceId,

            @Schema(example = "NYC Battery Program 2027") String targetTitle,
            boolean dryRun,
            @Schema(example = "812") int invited,
            @Schema(example = "17") int invitedEarlier) {}

    private final RenewalInvitationService invitations;

    RenewalInvitationController(RenewalInvitationService invitations) {
        this.invitations = invitations;
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, limited = Requires.Limited.PROGRAM_INSTANCE)
    @PostMapping("/programInstances/{id}/renewalInvitations")
    @Operation(
            summary = "Invite the participants of an instance to renew",
            description =
                    "Mails each approved participant the link to the status page, where the answers are carried over into the"
                            + " newest instance of the program that takes applications. Each participant is invited once; people"
                            + " who unsubscribed from invitations get none. Refused with no-renewal-open or mail-unconfigured.")
    InvitationResource invite(@PathVariable String id, @RequestBody InvitationRequest request) {
        RenewalInvitationService.Invited invited = invitations.invite(id, Boolean.TRUE.equals(request.dryRun()));
        return new InvitationResource(
                id,
                invited.targetProgramInstanceId(),
                invited.targetTitle(),
                invited.dryRun(),
                invited.invited(),
                invited.invitedEarlier());
    }
}
