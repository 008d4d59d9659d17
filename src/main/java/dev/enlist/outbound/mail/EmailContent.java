package dev.enlist.outbound.mail;

import dev.enlist.shared.Cuid;
import dev.enlist.template.MessageTemplate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a message is made of.
 *
 * @param type        of message
 * @param values      for the places in the words; see {@link MessageTemplate#VALUES}
 * @param logoUrl     picture above the words; null for none
 * @param unsubscribe address at which the reader may end such messages; null where that cannot be
 */
record EmailContent(
        MessageType type,
        Map<String, String> values,
        @Nullable String logoUrl,
        @Nullable String unsubscribe) {

    /** About nobody, with the examples of the values. */
    static EmailContent sample(MessageType type, Map<String, String> ofInstance, @Nullable String logoUrl) {
        Map<String, String> values = new HashMap<>(MessageTemplate.VALUES);
        values.put("status", type.about());
        values.put("enrollmentId", Cuid.next());
        values.putAll(ofInstance);
        return new EmailContent(type, values, logoUrl, null);
    }
}
