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
 * @param values      of the placeholders in the template; see {@link MessageTemplate#VALUES}
 * @param logoUrl     image above the text; null for none
 * @param unsubscribe address at which the recipient can unsubscribe; null if the message has none
 */
record EmailContent(
        MessageType type,
        Map<String, String> values,
        @Nullable String logoUrl,
        @Nullable String unsubscribe) {

    /** Returns content with example values, about no enrollment. */
    static EmailContent sample(MessageType type, Map<String, String> ofInstance, @Nullable String logoUrl) {
        Map<String, String> values = new HashMap<>(MessageTemplate.VALUES);
        values.put("status", type.about());
        values.put("enrollmentId", Cuid.next());
        values.putAll(ofInstance);
        return new EmailContent(type, values, logoUrl, null);
    }
}
