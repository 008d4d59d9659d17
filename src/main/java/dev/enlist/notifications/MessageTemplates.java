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

    private static final String GREETING =
            "{{#firstName}}Dear {{firstName}},{{/firstName}}{{^firstName}}Hello," + "{{/firstName}}\n\n";
    private static final String WHY = "{{#reason}}\n\nReason: {{reason}}{{/reason}}";

    private static final String ASKED = "\n\n{{question}}{{#askedFor}}\n\nPlease send:\n{{askedFor}}{{/askedFor}}"
            + "\n\nWe wait for your answer until {{dueDate}}. Your application: {{applicationNumber}}";

    private static final Map<MessageType, Text> OF_INFORMATION_REQUESTS = Map.of(
            MessageType.INFORMATION_REQUESTED,
            text(
                    "A question about your application to {{programName}}",
                    "we have a question about your application to {{instanceTitle}}." + ASKED),
            MessageType.INFORMATION_REMINDER,
            text(
                    "Reminder: a question about your application to {{programName}}",
                    "we have not received your answer to our question about your application to {{instanceTitle}}."
                            + ASKED),
            MessageType.INFORMATION_PROVIDED,
            new Text(
                    "{{instanceTitle}}: the applicant of {{applicationNumber}} answered",
                    "The applicant of {{applicationNumber}} in {{instanceTitle}} ({{programName}}) answered your question"
                            + " on {{date}}. The review has returned to you.\n\nYour question: {{question}}"));

    private static final Map<String, Text> TO_APPLICANT = Map.of(
            "candidate",
            text(
                    "You are a candidate for {{programName}}",
                    "we have put you down as a candidate for {{instanceTitle}}. We will let you know whether you can"
                            + " take part."),
            "eligible",
            text(
                    "You can take part in {{programName}}",
                    "you meet the conditions of {{instanceTitle}}. To take part, complete your application." + WHY),
            "ineligible",
            text(
                    "About your application to {{programName}}",
                    "you do not meet the conditions of {{instanceTitle}} at present." + WHY),
            "submitted",
            text(
                    "We have your application to {{programName}}",
                    "your application to {{instanceTitle}} has arrived on {{date}}. We will look at it and let you"
                            + " know.{{#referenceId}}\n\nYour reference: {{referenceId}}{{/referenceId}}"),
            "approved",
            text("Welcome to {{programName}}", "your application to {{instanceTitle}} was approved on {{date}}." + WHY),
            "rejected",
            text(
                    "About your application to {{programName}}",
                    "your application to {{instanceTitle}} was not approved." + WHY),
            "unenrolled",
            text("You have left {{programName}}", "your participation in {{instanceTitle}} ended on {{date}}." + WHY));

    private static final Text TO_ADMINISTRATORS = new Text(
            "{{instanceTitle}}: an enrollment is {{status}}",
            "An enrollment in {{instanceTitle}} ({{programName}}) became {{status}} on {{date}}.\n\n"
                    + "Application: {{applicationNumber}}\nEnrollment: {{enrollmentId}}{{#referenceId}}\nReference: {{referenceId}}{{/referenceId}}"
                    + WHY);

    private final ObjectMapper mapper;

    MessageTemplates(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    private static Text text(String subject, String body) {
        return new Text(subject, GREETING + body);
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

    /** Whether the settings enable messages of this type; those of information requests are always sent. */
    static boolean wants(Notifications notifications, MessageType type) {
        if (type.isOfInformationRequest()) {
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

    /** Returns the default text for a type. */
    static Text defaultText(MessageType type) {
        if (type.isOfInformationRequest()) {
            return OF_INFORMATION_REQUESTS.get(type);
        }
        return type.audience() == Audience.APPLICANT ? TO_APPLICANT.get(type.about()) : TO_ADMINISTRATORS;
    }

    static Text effective(Notifications notifications, MessageType type) {
        return own(notifications, type).orElseGet(() -> defaultText(type));
    }
}
