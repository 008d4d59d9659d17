package dev.enlist.notifications;

import dev.enlist.shared.Cuid;
import dev.enlist.template.MessageTemplate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values and addresses that a template is rendered with.
 *
 * @param type        of message
 * @param language    of the text around the values
 * @param values      of the placeholders in the template; see {@link MessageTemplate#VALUES}
 * @param branding    logo and colour
 * @param unsubscribe address at which the recipient can unsubscribe; null if the message has none
 */
record EmailContent(
        MessageType type,
        MessageLanguage language,
        Map<String, String> values,
        EmailBranding branding,
        @Nullable String unsubscribe) {

    /** Returns content with example values, about no enrollment. */
    static EmailContent sample(
            MessageType type, MessageLanguage language, Map<String, String> ofInstance, EmailBranding branding) {
        Map<String, String> values = new HashMap<>(MessageTemplate.VALUES);
        values.put("status", type.about());
        values.put("enrollmentId", Cuid.next());
        values.putAll(ofInstance);
        return new EmailContent(type, language, values, branding, null);
    }
}
