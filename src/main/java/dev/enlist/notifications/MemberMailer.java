package dev.enlist.notifications;

import dev.enlist.shared.Cuid;
import dev.enlist.template.Notifications.Text;
import dev.enlist.tenancy.Organization;
import dev.enlist.tenancy.TenancyService;
import jakarta.mail.MessagingException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Sends messages to members in one attempt; the caller tries again. Call it outside of a transaction. */
@Component
public class MemberMailer {

    private final SmtpClient server;
    private final EmailRenderer renderer;
    private final MailProperties properties;
    private final TenancyService tenancy;
    private final Clock clock;

    MemberMailer(
            SmtpClient server, EmailRenderer renderer, MailProperties properties, TenancyService tenancy, Clock clock) {
        this.server = server;
        this.renderer = renderer;
        this.properties = properties;
        this.tenancy = tenancy;
        this.clock = clock;
    }

    public boolean isConfigured() {
        return server.isConfigured();
    }

    /**
     * Returns a code as in the log of notifications, {@code mail-unconfigured} without a mail server; empty if the mail
     * server took the message.
     */
    public Optional<String> send(MailToMember mail) {
        if (!server.isConfigured()) {
            return Optional.of("mail-unconfigured");
        }
        String organization = tenancy.organization(mail.to().workspace().organizationId())
                .map(Organization::name)
                .orElse("");
        Map<String, String> values = new HashMap<>(mail.values());
        values.put("organizationName", organization);
        values.put("programName", "Enlist");
        try (SmtpClient.Connection connection = server.open()) {
            SendResult sent = connection.send(EmailMessage.of(
                    server.session(),
                    Cuid.next(),
                    clock.instant(),
                    Objects.requireNonNull(properties.from()),
                    organization,
                    List.of(mail.to().email()),
                    null,
                    renderer.render(
                            new Text(mail.subject(), mail.text()),
                            MessageLanguage.ENGLISH,
                            values,
                            EmailBranding.NONE,
                            null),
                    null,
                    mail.attachments()));
            return Optional.ofNullable(sent.problem());
        } catch (MessagingException e) {
            return Optional.of("no-valid-address");
        }
    }
}
