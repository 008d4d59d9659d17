package dev.enlist.notifications;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.template.Notifications.Text;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.Organization;
import dev.enlist.tenancy.TenancyService;
import jakarta.mail.MessagingException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Sends a test mail at once, so that an administrator sees the answer of the mail server. */
@Service
public class TestMailService {

    private static final Text TEXT = new Text("Test mail of Enlist", """
            This is a test mail. It shows that Enlist can send mail for {{organizationName}}.

            An administrator asked for it; nothing is to be done.""");

    private final SmtpClient server;
    private final EmailRenderer renderer;
    private final MailProperties properties;
    private final TenancyService tenancy;
    private final Clock clock;

    TestMailService(
            SmtpClient server, EmailRenderer renderer, MailProperties properties, TenancyService tenancy, Clock clock) {
        this.server = server;
        this.renderer = renderer;
        this.properties = properties;
        this.tenancy = tenancy;
        this.clock = clock;
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
        if (!server.isConfigured()) {
            throw new Conflict("mail-unconfigured", "No mail server is configured, or no address of the sender.");
        }
        String organization = tenancy.organization(member.workspace().organizationId())
                .map(Organization::name)
                .orElse("");
        Map<String, String> values = Map.of("organizationName", organization, "programName", "Enlist");
        try (SmtpClient.Connection connection = server.open()) {
            SendResult sent = connection.send(EmailMessage.of(
                    server.session(),
                    Cuid.next(),
                    clock.instant(),
                    Objects.requireNonNull(properties.from()),
                    organization,
                    List.of(member.email()),
                    null,
                    renderer.render(TEXT, MessageLanguage.ENGLISH, values, EmailBranding.NONE, null),
                    null));
            return new Result(member.email(), sent.problem());
        } catch (MessagingException e) {
            return new Result(member.email(), "no-valid-address");
        }
    }
}
