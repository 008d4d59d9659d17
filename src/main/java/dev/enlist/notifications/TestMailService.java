package dev.enlist.notifications;

import dev.enlist.shared.problem.Conflict;
import dev.enlist.tenancy.Member;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Sends a test mail at once, so that an administrator sees the answer of the mail server. */
@Service
public class TestMailService {

    private static final String SUBJECT = "Test mail of Enlist";
    private static final String TEXT = """
            This is a test mail. It shows that Enlist can send mail for {{organizationName}}.

            An administrator asked for it; nothing is to be done.""";

    private final MemberMailer mailer;

    TestMailService(MemberMailer mailer) {
        this.mailer = mailer;
    }

    /**
     * @param to      the address of the member
     * @param problem a code as in the log of notifications; null if the mail server took the mail
     */
    public record Result(String to, @Nullable String problem) {}

    /**
     * Sends to the member's own address, in one attempt.
     *
     * @throws Conflict if no mail server is configured
     */
    public Result sendTo(Member member) {
        if (!mailer.isConfigured()) {
            throw new Conflict("mail-unconfigured", "No mail server is configured, or no address of the sender.");
        }
        MailToMember mail = new MailToMember(member, SUBJECT, TEXT, Map.of(), List.of());
        return new Result(member.email(), mailer.send(mail).orElse(null));
    }
}
