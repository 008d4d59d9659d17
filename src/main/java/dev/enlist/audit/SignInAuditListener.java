package dev.enlist.audit;

import dev.enlist.access.EnlistUser;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.AuditNote;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.List;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Records sign-ins, sign-outs and failed sign-ins. Records a failure in every workspace of the account. Records nothing
 * for an unknown name: no workspace is concerned, and the typed text may be a password.
 */
@Component
class SignInAuditListener {

    private static final Actor STRANGER = Actor.process("sign-in", "Not signed in");

    private final AuditTrailWriter trail;
    private final People people;

    SignInAuditListener(AuditTrailWriter trail, People people) {
        this.trail = trail;
        this.people = people;
    }

    @EventListener
    void signedIn(InteractiveAuthenticationSuccessEvent event) {
        note("signIn.succeeded", event.getAuthentication());
    }

    @EventListener
    void signedOut(LogoutSuccessEvent event) {
        note("signOut", event.getAuthentication());
    }

    private void note(String action, Authentication authentication) {
        if (authentication.getPrincipal() instanceof EnlistUser user) {
            Member member = user.member();
            take(user.actor(), member.workspace(), new AuditNote(action, "user", member.userId(), Map.of(), Map.of()));
        }
    }

    @EventListener
    void failed(AbstractAuthenticationFailureEvent event) {
        List<Member> memberships = people.membershipsByEmail(
                String.valueOf(event.getAuthentication().getName()));
        String why = event.getException().getClass().getSimpleName().replaceFirst("Exception$", "");
        for (Member member : memberships) {
            take(
                    STRANGER,
                    member.workspace(),
                    new AuditNote("signIn.failed", "user", member.userId(), Map.of(), Map.of("why", why)));
        }
    }

    private void take(Actor actor, WorkspaceRef workspace, AuditNote note) {
        try (AuditContext.Entered ignored =
                AuditContext.enter(AuditContext.current().by(actor))) {
            WorkspaceScope.run(workspace, () -> trail.take(note));
        }
    }
}
