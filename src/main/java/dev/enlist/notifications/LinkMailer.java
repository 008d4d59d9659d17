package dev.enlist.notifications;

import dev.enlist.shared.Cuid;
import dev.enlist.template.Notifications.Text;
import dev.enlist.tenancy.InvitationIssued;
import dev.enlist.tenancy.LinkDelivery;
import jakarta.annotation.PreDestroy;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Mails the links of invitations, of password resets and of drafts, after the commit and on its own thread. Links are not stored,
 * so messages that were not sent before the node stops are lost. The caller who created the link can create another.
 */
@Component
class LinkMailer implements LinkDelivery {

    private static final Logger log = LoggerFactory.getLogger(LinkMailer.class);

    private static final int MAX_PENDING = 1_000;
    private static final int MAX_ATTEMPTS = 4;

    /** Contains no name that a caller chose: otherwise a caller could mail its own text to any address. */
    private static final Text INVITATION = new Text("{{organizationName}} invites you to Enlist", """
            You are invited to work in Enlist for {{organizationName}}. Follow this link within 7 days to accept:

            {{link}}

            The link works once. If you do not know {{organizationName}}, ignore this message.""");

    private static final Text PASSWORD = new Text("Set a new password for Enlist", """
            An administrator of {{organizationName}} asked for a new password for you. Follow this link within 24 hours \
            to set it:

            {{link}}

            The link works once.""");

    private static final Text FORGOTTEN = new Text("Set a new password for Enlist", """
            A new password for your account at {{organizationName}} was asked for on the sign-in page. Follow this link \
            within one hour to set it:

            {{link}}

            The link works once. If you did not ask for it, ignore this message: your password stays as it is.""");

    private final SmtpClient server;
    private final EmailRenderer renderer;
    private final MailProperties properties;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor thread;

    LinkMailer(SmtpClient server, EmailRenderer renderer, MailProperties properties, Clock clock) {
        this.server = server;
        this.renderer = renderer;
        this.properties = properties;
        this.clock = clock;
        CustomizableThreadFactory threads = new CustomizableThreadFactory("link-mailer-");
        threads.setDaemon(true);
        this.thread = new ScheduledThreadPoolExecutor(1, threads);
    }

    @Override
    public boolean isConfigured() {
        return server.isConfigured();
    }

    /** A message that is kept in memory until it is sent. */
    record LinkMessage(
            String to, String senderName, @Nullable String replyTo, EmailRenderer.RenderedEmail rendered) {}

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void issued(InvitationIssued issued) {
        if (server.isConfigured() && !issued.link().startsWith("/")) {
            Map<String, String> values =
                    Map.of("organizationName", issued.organization(), "programName", "Enlist", "link", issued.link());
            EmailRenderer.RenderedEmail rendered =
                    renderer.render(text(issued.kind()), MessageLanguage.ENGLISH, values, EmailBranding.NONE, null);
            send(new LinkMessage(issued.email(), issued.organization(), null, rendered));
        }
    }

    /** Sends a message after the transaction. */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void send(LinkMessage issued) {
        if (!server.isConfigured()) {
            return;
        }
        if (thread.getQueue().size() >= MAX_PENDING) {
            log.warn("A link was not mailed: {} messages are waiting already", MAX_PENDING);
            return;
        }
        schedule(issued, Cuid.next(), 1, 0);
    }

    private void schedule(LinkMessage issued, String id, int attempt, long waitMillis) {
        try {
            thread.schedule(() -> send(issued, id, attempt), waitMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.warn("A link was not mailed: the node stops");
        }
    }

    private void send(LinkMessage issued, String id, int attempt) {
        SendResult outcome;
        try (SmtpClient.Connection connection = server.open()) {
            outcome = connection.send(message(issued, id));
        } catch (MessagingException e) {
            outcome = SendResult.refused("no-valid-address");
        } catch (RuntimeException e) {
            outcome = SendResult.unreachable(e.getClass().getSimpleName());
        }
        boolean again = outcome.kind() == SendResult.Kind.DEFERRED || outcome.kind() == SendResult.Kind.UNREACHABLE;
        if (again && attempt < MAX_ATTEMPTS) {
            schedule(issued, id, attempt + 1, properties.waitAfter(attempt).toMillis());
        } else if (outcome.kind() != SendResult.Kind.SENT) {
            log.warn("A link was not mailed after {} attempts ({})", attempt, outcome.problem());
        }
    }

    private MimeMessage message(LinkMessage issued, String id) throws MessagingException {
        return EmailMessage.of(
                server.session(),
                id,
                clock.instant(),
                Objects.requireNonNull(properties.from()),
                issued.senderName(),
                List.of(issued.to()),
                issued.replyTo(),
                issued.rendered(),
                null);
    }

    private static Text text(InvitationIssued.Kind kind) {
        return switch (kind) {
            case INVITATION -> INVITATION;
            case PASSWORD_RESET -> PASSWORD;
            case PASSWORD_FORGOTTEN -> FORGOTTEN;
        };
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
