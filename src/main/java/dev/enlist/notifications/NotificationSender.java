package dev.enlist.notifications;

import dev.enlist.template.MessageTemplate;
import dev.enlist.template.Notifications;
import dev.enlist.template.Notifications.Text;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceScope;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Sends claimed messages one after the other over one connection, and stores the results. */
@Component
class NotificationSender {

    /** Sending a message and storing its result must fit into the rest of the lease. */
    private static final Duration NEEDED = Duration.ofMinutes(2);

    private final SendQueue sendQueue;
    private final SmtpClient server;
    private final EmailContentResolver contents;
    private final EmailRenderer renderer;
    private final OptOutRepository optOuts;
    private final People people;
    private final MailProperties properties;
    private final ObjectProvider<ApplicantLinks> applicantLinks;
    private final Clock clock;

    NotificationSender(
            SendQueue sendQueue,
            SmtpClient server,
            EmailContentResolver contents,
            EmailRenderer renderer,
            OptOutRepository optOuts,
            People people,
            MailProperties properties,
            ObjectProvider<ApplicantLinks> applicantLinks,
            Clock clock) {
        this.sendQueue = sendQueue;
        this.server = server;
        this.contents = contents;
        this.renderer = renderer;
        this.optOuts = optOuts;
        this.people = people;
        this.properties = properties;
        this.applicantLinks = applicantLinks;
        this.clock = clock;
    }

    /** Sends messages. Releases those that are not sent before the node stops or the lease ends. */
    void send(List<ClaimedNotification> claimed, BooleanSupplier running) {
        Set<String> optedOut = optOuts.among(claimed.stream()
                .filter(due -> due.type().isInvitation())
                .map(ClaimedNotification::email)
                .filter(Objects::nonNull)
                .toList());
        List<String> coordinators = coordinators(claimed);
        Map<String, String> links = links(claimed);
        Deque<ClaimedNotification> waiting = new ArrayDeque<>(claimed);
        Map<ClaimedNotification, SendResult> results = new LinkedHashMap<>();
        try (SmtpClient.Connection connection = server.open()) {
            while (!waiting.isEmpty()
                    && running.getAsBoolean()
                    && clock.instant().plus(NEEDED).isBefore(waiting.peek().until())) {
                ClaimedNotification due = waiting.poll();
                String link = due.enrollmentId() == null ? null : links.get(due.enrollmentId());
                results.put(due, send(connection, due, link, optedOut, coordinators));
            }
        } finally {
            if (!results.isEmpty()) {
                sendQueue.write(results);
            }
            if (!waiting.isEmpty()) {
                sendQueue.release(waiting);
            }
        }
    }

    private SendResult send(
            SmtpClient.Connection connection,
            ClaimedNotification due,
            @Nullable String link,
            Set<String> optedOut,
            List<String> coordinators) {
        Notifications notifications = contents.notifications(due);
        List<String> to = to(due, notifications, coordinators);
        if (to.isEmpty()) {
            return SendResult.skipped("nobody-to-tell");
        }
        if (due.type().audience() == Audience.APPLICANT
                && due.question() != null
                && !due.question().open()) {
            return SendResult.skipped("information-request-closed");
        }
        if (due.activity() != null && !due.activity().isCurrent()) {
            return SendResult.skipped("activity-changed");
        }
        boolean invitation = due.type().isInvitation() && !due.isTest();
        if (invitation && optedOut.contains(OptOutRepository.key(to.get(0)))) {
            return SendResult.skipped("unsubscribed");
        }
        if (invitation && !optOuts.canLink()) {
            // the law requires an unsubscribe link, and without a public URL there is none
            return SendResult.skipped("no-public-url");
        }
        EmailContent content = contents.resolve(
                due, link, invitation ? optOuts.link(to.get(0), EmailContentResolver.language(due)) : null);
        Text template = due.ownText() == null
                ? MessageTemplates.effective(notifications, due.type(), content.language())
                : due.ownText();
        if (MessageTemplate.fault(template.subject()).isPresent()
                || MessageTemplate.fault(template.body()).isPresent()) {
            // stored before templates were validated
            return SendResult.refused("words-unreadable");
        }
        MimeMessage message;
        try {
            message = EmailMessage.of(
                    server.session(),
                    due.id(),
                    clock.instant(),
                    Objects.requireNonNull(properties.from()),
                    orElse(content.branding().senderName(), due.setting().programName()),
                    to,
                    content.branding().replyTo() != null ? content.branding().replyTo() : notifications.replyTo(),
                    renderer.render(template, content),
                    content.unsubscribe());
        } catch (MessagingException e) {
            return SendResult.refused("no-valid-address");
        }
        return connection.send(message);
    }

    /** The links to the status pages that the applicants among the recipients get; empty where links are not possible. */
    private Map<String, String> links(List<ClaimedNotification> claimed) {
        ApplicantLinks source = applicantLinks.getIfAvailable();
        List<String> enrollments = claimed.stream()
                .filter(due -> due.type().audience() == Audience.APPLICANT)
                .map(ClaimedNotification::enrollmentId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return source == null || enrollments.isEmpty() ? Map.of() : source.linksTo(enrollments);
    }

    private static String orElse(@Nullable String given, String otherwise) {
        return given == null ? otherwise : given;
    }

    private List<String> to(ClaimedNotification due, Notifications notifications, List<String> coordinators) {
        if (due.isTest() || due.type().audience() == Audience.APPLICANT) {
            return due.email() == null ? List.of() : List.of(due.email());
        }
        Optional<String> asker = Optional.ofNullable(due.question())
                .map(ClaimedNotification.Question::askerId)
                .flatMap(id -> people.member(WorkspaceScope.current(), id))
                .map(Member::email);
        if (asker.isPresent()) {
            return List.of(asker.get());
        }
        List<String> named = notifications.administratorEmails();
        return named == null || named.isEmpty() ? coordinators : named;
    }

    /**
     * Returns the addresses of the coordinators. Reads them only if a message to administrators is among the claimed
     * ones.
     */
    private List<String> coordinators(List<ClaimedNotification> claimed) {
        return claimed.stream().allMatch(due -> due.type().audience() == Audience.APPLICANT)
                ? List.of()
                : people.members(WorkspaceScope.current()).stream()
                        .filter(member -> member.roles().contains(Role.COORDINATOR))
                        .map(Member::email)
                        .collect(Collectors.toList());
    }
}
