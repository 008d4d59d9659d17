package dev.enlist.notifications;

import dev.enlist.tenancy.Member;
import java.util.List;
import java.util.Map;

/**
 * A message to a member that is sent at once, with the name of the organization as the sender.
 *
 * @param subject and {@code text}: Mustache templates with {@code values}, {@code organizationName} and {@code
 *                programName}
 */
public record MailToMember(
        Member to, String subject, String text, Map<String, String> values, List<Attachment> attachments) {

    /** A file. {@code name} is shown to the reader. */
    public record Attachment(String name, String mediaType, byte[] content) {}
}
