package dev.enlist.notifications;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.template.Notifications;
import dev.enlist.template.Notifications.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Resolves the notification settings of a program instance, with default texts for each type of message. */
@Component
class MessageTemplates {

    private static final Text TO_REVIEWER = new Text(
            "{{instanceTitle}}: the applicant of {{applicationNumber}} answered",
            "The applicant of {{applicationNumber}} in {{instanceTitle}} ({{programName}}) answered your question"
                    + " on {{date}}. The review has returned to you.\n\nYour question: {{question}}");

    private static final Text TO_ADMINISTRATORS = new Text(
            "{{instanceTitle}}: an enrollment is {{status}}",
            "An enrollment in {{instanceTitle}} ({{programName}}) became {{status}} on {{date}}.\n\n"
                    + "Application: {{applicationNumber}}\nEnrollment: {{enrollmentId}}{{#referenceId}}\nReference: {{referenceId}}{{/referenceId}}"
                    + "{{#reason}}\n\nReason: {{reason}}{{/reason}}");

    private final ObjectMapper mapper;

    MessageTemplates(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** Parses the settings that are stored with an instance; empty settings for null. */
    Notifications ofJson(@Nullable String json) {
        try {
            return json == null
                    ? new Notifications(null, null, null, null, null, null, null)
                    : mapper.readValue(json, Notifications.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The stored notification settings of an instance do not parse", e);
        }
    }

    JsonNode json(String document) {
        try {
            return mapper.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored JSON document does not parse", e);
        }
    }

    /** Converts settings that were parsed already. */
    Notifications of(Map<String, Object> notifications) {
        return mapper.convertValue(notifications, Notifications.class);
    }

    /** Whether the settings enable messages of this type; some are always sent. */
    static boolean wants(Notifications notifications, MessageType type) {
        if (type.isAlwaysSent()) {
            return true;
        }
        List<String> statuses =
                type.audience() == Audience.APPLICANT ? notifications.applicant() : notifications.administrators();
        return statuses != null && statuses.contains(type.about());
    }

    /** Returns the instance's own text for a type; empty if it has none. */
    static Optional<Text> own(Notifications notifications, MessageType type) {
        Map<String, Text> texts =
                type.audience() == Audience.APPLICANT ? notifications.texts() : notifications.administratorTexts();
        return texts == null ? Optional.empty() : Optional.ofNullable(texts.get(type.about()));
    }

    /** Returns the built-in text for a type. Messages to members are in English. */
    static Text defaultText(MessageType type, MessageLanguage language) {
        return switch (type.audience()) {
            case APPLICANT -> language.message(type.wire());
            case ADMINISTRATORS -> TO_ADMINISTRATORS;
            case REVIEWER -> TO_REVIEWER;
        };
    }

    static Text effective(Notifications notifications, MessageType type, MessageLanguage language) {
        return own(notifications, type).orElseGet(() -> defaultText(type, language));
    }
}
