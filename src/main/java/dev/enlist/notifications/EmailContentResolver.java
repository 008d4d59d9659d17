package dev.enlist.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.enlist.template.FormAnswers;
import dev.enlist.template.Notifications;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Resolves the values of a message from the current data of its enrollment and program instance. */
@Component
class EmailContentResolver {

    private final MessageTemplates templates;
    private final ObjectProvider<EmailBrandingSource> brandings;

    EmailContentResolver(MessageTemplates templates, ObjectProvider<EmailBrandingSource> brandings) {
        this.templates = templates;
        this.brandings = brandings;
    }

    Notifications notifications(ClaimedNotification due) {
        return templates.ofJson(due.setting().notifications());
    }

    /** The language of a message: that of the applicant; English for members. */
    static MessageLanguage language(ClaimedNotification due) {
        return due.type().audience() == Audience.APPLICANT
                ? MessageLanguage.of(due.language())
                : MessageLanguage.ENGLISH;
    }

    /** The branding of a program instance; its logo where the branding has none. */
    EmailBranding branding(String programInstanceId, @Nullable String logoUrl) {
        EmailBrandingSource source = brandings.getIfAvailable();
        EmailBranding branding = source == null ? EmailBranding.NONE : source.ofInstance(programInstanceId);
        return branding.logoUrl() != null
                ? branding
                : new EmailBranding(branding.senderName(), branding.replyTo(), logoUrl, branding.brandColour());
    }

    /**
     * @param link        to the status page of the enrollment; null where there is none
     * @param unsubscribe address at which the recipient can unsubscribe; null if the message has none
     */
    EmailContent resolve(ClaimedNotification due, @Nullable String link, @Nullable String unsubscribe) {
        ClaimedNotification.Setting setting = due.setting();
        MessageLanguage language = language(due);
        EmailBranding branding = branding(setting.programInstanceId(), setting.logoUrl());
        if (due.isTest()) {
            return EmailContent.sample(due.type(), language, ofInstance(setting), branding);
        }
        Map<String, String> values = new HashMap<>(ofInstance(setting));
        values.put("answers", answers(due, language));
        values.put("link", text(link));
        values.put("firstName", text(due.firstName()));
        values.put("lastName", text(due.lastName()));
        values.put(
                "name",
                Stream.of(due.firstName(), due.lastName())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" ")));
        values.put("status", due.type().about());
        values.put("reason", text(due.reason()));
        values.put("date", language.date(due.aboutAt(), setting.zone()));
        values.put("enrollmentId", text(due.enrollmentId()));
        values.put("applicationNumber", text(due.applicationNumber()));
        values.put("referenceId", text(due.referenceId()));
        ClaimedNotification.Question question = due.question();
        values.put("question", question == null ? "" : question.message());
        values.put("askedFor", question == null ? "" : askedFor(question, setting.formConfig(), language));
        Instant dueAt = question == null ? due.offerEndsAt() : question.dueAt();
        values.put("dueDate", dueAt == null ? "" : language.date(dueAt, setting.zone()));
        ClaimedNotification.Event activity = due.activity();
        values.put("activityTitle", activity == null ? "" : activity.title());
        values.put("activityStart", activity == null ? "" : language.dateTime(activity.startsAt(), setting.zone()));
        values.put("activityEnd", activity == null ? "" : language.dateTime(activity.endsAt(), setting.zone()));
        values.put("activityLocation", activity == null ? "" : text(activity.location()));
        return new EmailContent(due.type(), language, values, branding, unsubscribe);
    }

    private Map<String, String> ofInstance(ClaimedNotification.Setting setting) {
        return Map.of(
                "contact",
                contact(templates.ofJson(setting.notifications()), setting.contact()),
                "programName",
                setting.programName(),
                "instanceTitle",
                setting.title(),
                "organizationName",
                setting.organizationName());
    }

    /**
     * Returns the contact of the instance, else of the workspace, else the reply-to address; empty if there is none.
     */
    static String contact(Notifications notifications, @Nullable String ofWorkspace) {
        return Stream.of(notifications.contact(), ofWorkspace, notifications.replyTo())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    /** Returns the applicant's answers in the form, one line per field. */
    private String answers(ClaimedNotification due, MessageLanguage language) {
        String form = due.setting().formConfig();
        if (form == null || due.application() == null) {
            return "";
        }
        return FormAnswers.of(templates.json(form), templates.json(due.application()), language.locale()).stream()
                .map(answer -> answer.label() + ": " + answer.value())
                .collect(Collectors.joining("\n"));
    }

    /** Returns the labels of the fields and the types of the documents that the applicant is asked for, one per line. */
    private String askedFor(
            ClaimedNotification.Question question, @Nullable String formConfig, MessageLanguage language) {
        JsonNode form = formConfig == null ? MissingNode.getInstance() : templates.json(formConfig);
        return Stream.concat(
                        question.fields().stream()
                                .map(pointer -> FormAnswers.label(
                                                form, pointer.substring(1).replace('/', '.'), language.locale())
                                        .orElseGet(() -> words(pointer.substring(pointer.lastIndexOf('/') + 1)))),
                        question.documents().stream()
                                .map(type -> FormAnswers.label(form, type, language.locale())
                                        .or(() -> FormAnswers.label(form, "documents." + type, language.locale()))
                                        .orElseGet(() -> words(type.replace('-', ' ')))))
                .collect(Collectors.joining("\n"));
    }

    /** Returns {@code postalCode} as "Postal code". */
    private static String words(String name) {
        String parted = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return parted.substring(0, 1).toUpperCase(Locale.ROOT) + parted.substring(1);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
