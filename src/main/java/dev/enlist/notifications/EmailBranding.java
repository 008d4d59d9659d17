package dev.enlist.notifications;

import org.jspecify.annotations.Nullable;

/**
 * How messages to applicants look, and who sends them.
 *
 * @param senderName  name beside the address of the sender; null for the name of the program
 * @param replyTo     address for replies; null for that of the notification settings
 * @param logoUrl     absolute address of an image above the text; null for the logo of the program instance
 * @param brandColour such as {@code #0b5cad}, for the line above the text; null for none
 */
public record EmailBranding(
        @Nullable String senderName,
        @Nullable String replyTo,
        @Nullable String logoUrl,
        @Nullable String brandColour) {

    static final EmailBranding NONE = new EmailBranding(null, null, null, null);
}
