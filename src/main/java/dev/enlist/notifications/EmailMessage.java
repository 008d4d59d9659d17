package dev.enlist.notifications;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A MIME message. Its {@code Message-ID} is derived from its id and is the same for each attempt, so that a mailbox
 * that receives it twice can detect the duplicate.
 */
final class EmailMessage extends MimeMessage {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final String messageId;

    private EmailMessage(Session session, String messageId) {
        super(session);
        this.messageId = messageId;
    }

    /**
     * @param to      addresses; invalid ones are skipped
     * @param replyTo address for replies; null for the sender
     * @throws MessagingException if no address is valid
     */
    static EmailMessage of(
            Session session,
            String id,
            Instant at,
            String from,
            String programName,
            List<String> to,
            @Nullable String replyTo,
            EmailRenderer.RenderedEmail rendered,
            @Nullable String unsubscribe)
            throws MessagingException {
        return of(session, id, at, from, programName, to, replyTo, rendered, unsubscribe, List.of());
    }

    static EmailMessage of(
            Session session,
            String id,
            Instant at,
            String from,
            String programName,
            List<String> to,
            @Nullable String replyTo,
            EmailRenderer.RenderedEmail rendered,
            @Nullable String unsubscribe,
            List<MailToMember.Attachment> attachments)
            throws MessagingException {
        EmailMessage message = new EmailMessage(session, "<" + id + "@" + domain(from) + ">");
        message.setFrom(named(from, EmailRenderer.oneLine(programName)));
        InternetAddress[] addresses =
                to.stream().flatMap(address -> parsed(address).stream()).toArray(InternetAddress[]::new);
        if (addresses.length == 0) {
            throw new MessagingException("None of the recipient addresses is valid");
        }
        message.setRecipients(Message.RecipientType.TO, addresses);
        if (replyTo != null && parsed(replyTo).isPresent()) {
            message.setReplyTo(new InternetAddress[] {parsed(replyTo).get()});
        }
        message.setSubject(rendered.subject(), StandardCharsets.UTF_8.name());
        message.setHeader("Date", DATE.format(at));
        message.setHeader("Auto-Submitted", "auto-generated");
        if (unsubscribe != null) {
            message.setHeader("List-Unsubscribe", "<" + unsubscribe + ">");
            message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        MimeMultipart both = new MimeMultipart("alternative");
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(rendered.text(), StandardCharsets.UTF_8.name(), "plain");
        both.addBodyPart(plain);
        MimeBodyPart page = new MimeBodyPart();
        page.setText(rendered.html(), StandardCharsets.UTF_8.name(), "html");
        both.addBodyPart(page);
        message.setContent(attachments.isEmpty() ? both : withAttachments(both, attachments));
        message.saveChanges();
        return message;
    }

    private static MimeMultipart withAttachments(MimeMultipart text, List<MailToMember.Attachment> attachments)
            throws MessagingException {
        MimeMultipart all = new MimeMultipart("mixed");
        MimeBodyPart body = new MimeBodyPart();
        body.setContent(text);
        all.addBodyPart(body);
        for (MailToMember.Attachment attachment : attachments) {
            MimeBodyPart file = new MimeBodyPart();
            file.setDataHandler(new DataHandler(new ByteArrayDataSource(attachment.content(), attachment.mediaType())));
            file.setFileName(attachment.name());
            file.setDisposition(Part.ATTACHMENT);
            all.addBodyPart(file);
        }
        return all;
    }

    private static InternetAddress named(String address, String name) throws MessagingException {
        try {
            InternetAddress from = new InternetAddress(address, true);
            from.setPersonal(name, StandardCharsets.UTF_8.name());
            return from;
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("The JVM does not support UTF-8", e);
        }
    }

    private static Optional<InternetAddress> parsed(String address) {
        try {
            return Optional.of(new InternetAddress(address, true));
        } catch (MessagingException e) {
            return Optional.empty();
        }
    }

    private static String domain(String address) {
        return address.substring(address.indexOf('@') + 1);
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }
}
