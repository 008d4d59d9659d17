package dev.enlist.outbound.mail;

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
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Sends messages that were claimed, one after the other over one connection, and writes what came of them. */
@Component
class NotificationSender {

    /** A message and the writing of its result must fit into what is left of a lease. */
    private static final Duration NEEDED = Duration.ofMinutes(2);

    private final SendQueue outbox;
    private final SmtpClient server;
    private final EmailContentResolver letters;
    private final EmailRenderer press;
    private final OptOutRepository optOuts;
    private final People people;
    private final MailProperties properties;
    private final Clock clock;

    NotificationSender(
            SendQueue outbox,
            SmtpClient server,
            EmailContentResolver letters,
            EmailRenderer press,
            OptOutRepository optOuts,
            People people,
            MailProperties properties,
            Clock clock) {
        this.outbox = outbox;
        this.server = server;
        this.letters = letters;
        this.press = press;
        this.optOuts = optOuts;
        this.people = people;
        this.properties = properties;
        this.clock = clock;
    }

    /** Those that are left when the node stops, or the lease ends, are given back. */
    void send(List<ClaimedNotification> claimed, BooleanSupplier running) {
        Set<String> optedOut = optOuts.among(claimed.stream()
                .filter(due -> due.type().isInvitation())
                .map(ClaimedNotification::email)
                .filter(Objects::nonNull)
                .toList());
        List<String> coordinators = coordinators(claimed);
        Deque<ClaimedNotification> waiting = new ArrayDeque<>(claimed);
        Map<ClaimedNotification, SendResult> outcomes = new LinkedHashMap<>();
        try (SmtpClient.Line line = server.open()) {
            while (!waiting.isEmpty()
                    && running.getAsBoolean()
                    && clock.instant().plus(NEEDED).isBefore(waiting.peek().until())) {
                ClaimedNotification due = waiting.poll();
                outcomes.put(due, send(line, due, optedOut, coordinators));
            }
        } finally {
            if (!outcomes.isEmpty()) {
                outbox.write(outcomes);
            }
            if (!waiting.isEmpty()) {
                outbox.release(waiting);
            }
        }
    }

    private SendResult send(
            SmtpClient.Line line, ClaimedNotification due, Set<String> optedOut, List<String> coordinators) {
        Notifications notifications = letters.notifications(due);
        List<String> to = to(due, notifications, coordinators);
        if (to.isEmpty()) {
            return SendResult.skipped("nobody-to-tell");
        }
        boolean invitation = due.type().isInvitation() && !due.isTest();
        if (invitation && optedOut.contains(OptOutRepository.key(to.get(0)))) {
            return SendResult.skipped("unsubscribed");
        }
        if (invitation && !optOuts.canLink()) {
            // the law wants a way out, and a link that leads nowhere is none
            return SendResult.skipped("no-public-url");
        }
        EmailContent letter = letters.letter(due, invitation ? optOuts.link(to.get(0)) : null);
        Text words = MessageTemplates.effective(notifications, due.type());
        if (MessageTemplate.fault(words.subject()).isPresent()
                || MessageTemplate.fault(words.body()).isPresent()) {
            // stored before words were looked at
            return SendResult.refused("words-unreadable");
        }
        MimeMessage message;
        try {
            message = EmailMessage.of(
                    server.session(),
                    due.id(),
                    clock.instant(),
                    Objects.requireNonNull(properties.from()),
                    due.setting().programName(),
                    to,
                    notifications.replyTo(),
                    press.print(words, letter),
                    letter.unsubscribe());
        } catch (MessagingException e) {
            return SendResult.refused("no-valid-address");
        }
        return line.send(message);
    }

    private static List<String> to(ClaimedNotification due, Notifications notifications, List<String> coordinators) {
        if (due.isTest() || due.type().audience() == Audience.APPLICANT) {
            return due.email() == null ? List.of() : List.of(due.email());
        }
        List<String> named = notifications.administratorEmails();
        return named == null || named.isEmpty() ? coordinators : named;
    }

    /** Asked only where somebody may need them. */
    private List<String> coordinators(List<ClaimedNotification> claimed) {
        return claimed.stream().allMatch(due -> due.type().audience() == Audience.APPLICANT)
                ? List.of()
                : people.members(WorkspaceScope.current()).stream()
                        .filter(member -> member.roles().contains(Role.COORDINATOR))
                        .map(Member::email)
                        .collect(Collectors.toList());
    }
}
