package dev.enlist.notifications;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.BoundedCounter;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.template.MessageTemplate;
import dev.enlist.template.Notifications;
import dev.enlist.template.Notifications.Text;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceScope;
import jakarta.persistence.criteria.Predicate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Manages message templates, renders previews, and shows the log of messages. */
@Service
public class NotificationService {

    /** Wire names of the fields that may order a list of messages. */
    public static final Map<String, String> SORTABLE = Map.of("createdAt", "createdAt");

    private final NotificationRepository log;
    private final BoundedCounter totals;
    private final NotificationQueue queue;
    private final MessageTemplates templates;
    private final EmailContentResolver contents;
    private final EmailRenderer renderer;
    private final SmtpClient server;
    private final MailProperties properties;
    private final ProgramInstanceService instances;
    private final People people;
    private final TenancyService tenancy;
    private final StrictJson json;
    private final JdbcClient jdbc;
    private final AccessGate gate;
    private final PreviewValuesQuery previewValues;
    private final NotifiedPersonQuery notifiedPeople;
    private final ApplicationEventPublisher events;

    NotificationService(
            NotificationRepository log,
            BoundedCounter totals,
            NotificationQueue queue,
            MessageTemplates templates,
            EmailContentResolver contents,
            EmailRenderer renderer,
            SmtpClient server,
            MailProperties properties,
            ProgramInstanceService instances,
            People people,
            TenancyService tenancy,
            StrictJson json,
            JdbcClient jdbc,
            AccessGate gate,
            PreviewValuesQuery previewValues,
            NotifiedPersonQuery notifiedPeople,
            ApplicationEventPublisher events) {
        this.previewValues = previewValues;
        this.notifiedPeople = notifiedPeople;
        this.events = events;
        this.gate = gate;
        this.log = log;
        this.totals = totals;
        this.queue = queue;
        this.templates = templates;
        this.contents = contents;
        this.renderer = renderer;
        this.server = server;
        this.properties = properties;
        this.instances = instances;
        this.people = people;
        this.tenancy = tenancy;
        this.json = json;
        this.jdbc = jdbc;
    }

    /**
     * The text of one type of message of an instance.
     *
     * @param own     whether the instance has its own text
     * @param enabled whether the instance sends messages of this type
     * @param version of the instance
     */
    public record Template(MessageType type, Text text, boolean own, boolean enabled, int version) {}

    /** A rendered message that is not sent. */
    public record Preview(@Nullable String from, String subject, String text, String html) {}

    /**
     * Whether messages are sent.
     *
     * @param waiting pending messages of this workspace
     * @param problem of the last failed attempt among the pending messages
     */
    public record State(
            boolean configured,
            @Nullable String from,
            int perMinute,
            int waiting,
            @Nullable String problem) {}

    @Transactional(readOnly = true)
    public List<Template> templates(String instanceId) {
        ProgramInstance instance = instances.instance(instanceId);
        Notifications notifications = notifications(instance);
        return MessageType.all().stream()
                .map(type -> template(type, notifications, instance))
                .toList();
    }

    @Transactional(readOnly = true)
    public Template template(String instanceId, String type) {
        ProgramInstance instance = instances.instance(instanceId);
        return template(known(type), notifications(instance), instance);
    }

    private static Template template(MessageType type, Notifications notifications, ProgramInstance instance) {
        return new Template(
                type,
                MessageTemplates.effective(notifications, type, MessageLanguage.ENGLISH),
                MessageTemplates.own(notifications, type).isPresent(),
                MessageTemplates.wants(notifications, type),
                instance.version());
    }

    /**
     * Sets the instance's own text; null restores the default text. Does not change whether messages of this type are
     * sent.
     */
    @Transactional
    public Template setText(String instanceId, String wire, @Nullable String ifMatch, @Nullable Text text, Actor by) {
        ProgramInstance before = instances.instance(instanceId);
        MessageType type = known(wire);
        Notifications changed = with(notifications(before), type, text);
        ProgramInstance after = instances.revise(
                instanceId,
                ifMatch,
                MissingNode.getInstance(),
                details -> details.withNotifications(json.toMap(changed)),
                by);
        return template(type, changed, after);
    }

    private static Notifications with(Notifications before, MessageType type, @Nullable Text text) {
        boolean applicant = type.audience() == Audience.APPLICANT;
        Map<String, Text> texts = new LinkedHashMap<>();
        Map<String, Text> known = applicant ? before.texts() : before.administratorTexts();
        if (known != null) {
            texts.putAll(known);
        }
        if (text == null) {
            texts.remove(type.about());
        } else {
            texts.put(type.about(), text);
        }
        Map<String, Text> left = texts.isEmpty() ? null : texts;
        return new Notifications(
                before.applicant(),
                before.administrators(),
                before.administratorEmails(),
                before.replyTo(),
                applicant ? left : before.texts(),
                applicant ? before.administratorTexts() : left,
                before.contact());
    }

    /**
     * Renders a message from a text that is not stored. Sends nothing.
     *
     * @param enrollmentId of the instance, whose values are shown; null for example values
     * @throws InvalidInput if a text is invalid, or the instance has no such enrollment
     */
    @Transactional(readOnly = true)
    public Preview preview(
            String instanceId,
            String wire,
            @Nullable String subject,
            @Nullable String body,
            @Nullable String enrollmentId) {
        ProgramInstance instance = instances.instance(instanceId);
        MessageType type = known(wire);
        Text stored = MessageTemplates.effective(notifications(instance), type, MessageLanguage.ENGLISH);
        Text shown = new Text(subject == null ? stored.subject() : subject, body == null ? stored.body() : body);
        requireReadable(shown);
        Map<String, String> values = new HashMap<>(Map.of(
                "programName", instance.program().name(),
                "instanceTitle", instance.details().title(),
                "organizationName", organization(),
                "contact", EmailContentResolver.contact(notifications(instance), workspaceContact())));
        if (enrollmentId != null) {
            values.putAll(previewValues.of(instance, type, enrollmentId));
        }
        EmailContent sample = EmailContent.sample(
                type,
                MessageLanguage.ENGLISH,
                values,
                contents.branding(instanceId, instance.details().logoUrl()));
        EmailRenderer.RenderedEmail rendered = renderer.render(shown, sample);
        return new Preview(properties.from(), rendered.subject(), rendered.text(), rendered.html());
    }

    /** Rejects templates that do not parse: some were stored before templates were validated. */
    private static void requireReadable(Text text) {
        List<Fault> faults = new ArrayList<>();
        MessageTemplate.fault(text.subject()).ifPresent(fault -> faults.add(new Fault("/subject", fault)));
        MessageTemplate.fault(text.body()).ifPresent(fault -> faults.add(new Fault("/body", fault)));
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }

    private @Nullable String workspaceContact() {
        return jdbc.sql("select contact from workspace where id = ?")
                .param(WorkspaceScope.current().workspaceId())
                .query((row, n) -> Optional.ofNullable(row.getString(1)))
                .single()
                .orElse(null);
    }

    private String organization() {
        return tenancy.organization(WorkspaceScope.current().organizationId())
                .orElseThrow()
                .name();
    }

    /** Sends a message with example values to a member of the workspace, and returns it. */
    @Transactional
    public Notification test(String instanceId, String wire, String to) {
        ProgramInstance instance = instances.instance(instanceId);
        MessageType type = known(wire);
        requireServer();
        Member member = people.members(WorkspaceScope.current()).stream()
                .filter(known -> EmailKey.of(known.email()).equals(EmailKey.of(to)))
                .findFirst()
                .orElseThrow(() -> new InvalidInput("/to", "must be the e-mail of a member of the workspace"));
        return notification(queue.test(instance.getId(), type, member.accountId()));
    }

    /** Sends a finished message again as a new message, to the current address. */
    @Transactional
    public Notification resend(String id) {
        Notification earlier = notification(id);
        if (earlier.status().equals("pending")) {
            throw new Conflict("still-pending", "This message is still pending; send it again when it is finished.");
        }
        requireServer();
        return notification(queue.again(id));
    }

    /**
     * Creates a message about an activity to each of these applicants, in the transaction of the caller. The values of the
     * message are read when it is sent; it is skipped if it is no longer true.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void notifyOfActivity(String activityId, Collection<String> enrollmentIds, MessageType type) {
        if (!enrollmentIds.isEmpty()) {
            queue.toApplicants(activityId, enrollmentIds, type);
        }
    }

    /**
     * Creates a message to the applicant of an enrollment, in the transaction of the caller. It is sent in the background,
     * in the language of the application. Creates no second one of a type that is waiting to be sent.
     *
     * @param type one of those that are sent without being named in the settings
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void notifyApplicant(String enrollmentId, MessageType type) {
        notifyApplicants(List.of(enrollmentId), type);
    }

    /** The same for many enrollments, in one statement. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void notifyApplicants(Collection<String> enrollmentIds, MessageType type) {
        if (!type.isAlwaysSent() || type.audience() != Audience.APPLICANT) {
            throw new IllegalArgumentException(type.wire() + " is created from the event feed");
        }
        queue.toApplicants(enrollmentIds, type);
    }

    /**
     * Mails the link to a draft of an application, after the transaction. Neither the link nor the address is stored, so
     * the message is lost if the node stops before it is sent; the applicant asks for another.
     *
     * @param language  of the applicant, BCP 47; null for English
     * @param link      absolute address
     * @param keptUntil when the draft expires
     */
    @Transactional(readOnly = true)
    public void mailDraftLink(
            String instanceId, String email, @Nullable String language, String link, Instant keptUntil) {
        ProgramInstance instance = instances.instance(instanceId);
        Notifications notifications = notifications(instance);
        MessageLanguage words = MessageLanguage.of(language);
        EmailBranding branding =
                contents.branding(instanceId, instance.details().logoUrl());
        Map<String, String> values = Map.of(
                "programName", instance.program().name(),
                "instanceTitle", instance.details().title(),
                "organizationName", organization(),
                "contact", EmailContentResolver.contact(notifications, workspaceContact()),
                "link", link,
                "dueDate", words.date(keptUntil, instance.zone()));
        events.publishEvent(new LinkMailer.LinkMessage(
                email,
                branding.senderName() == null ? instance.program().name() : branding.senderName(),
                branding.replyTo() == null ? notifications.replyTo() : branding.replyTo(),
                renderer.render(words.message("draft-link"), words, values, branding, null)));
    }

    /** Whether messages are sent: a mail server and a sender are configured. */
    public boolean sends() {
        return server.isConfigured();
    }

    private void requireServer() {
        if (!server.isConfigured()) {
            throw new Conflict("mail-unconfigured", "No mail server is configured, or no address of the sender.");
        }
    }

    @Transactional(readOnly = true)
    public Notification notification(String id) {
        Notification found = log.findById(id).orElseThrow(() -> new NotFound("notification"));
        gate.limit().require(found.programInstanceId());
        return found;
    }

    /**
     * A message as the log shows it.
     *
     * @param person null for a test
     */
    public record Logged(Notification message, @Nullable NotifiedPerson person) {}

    @Transactional(readOnly = true)
    public Logged logged(String id) {
        return logged(List.of(notification(id))).get(0);
    }

    private List<Logged> logged(List<Notification> messages) {
        Map<String, NotifiedPerson> known = notifiedPeople.of(messages);
        return messages.stream()
                .map(message -> new Logged(message, known.get(message.enrollmentId())))
                .toList();
    }

    /** Matches all given filters; a null filter matches every message. */
    @Transactional(readOnly = true)
    public Page<Logged> list(
            ListQuery query,
            @Nullable String status,
            @Nullable String programInstanceId,
            @Nullable String enrollmentId) {
        Map<String, @Nullable String> wanted = new LinkedHashMap<>();
        wanted.put("status", status);
        wanted.put("programInstanceId", programInstanceId);
        wanted.put("enrollmentId", enrollmentId);
        InstanceLimit limit = gate.limit();
        Specification<Notification> filter = (root, q, builder) -> {
            List<Predicate> conditions = new ArrayList<>();
            if (limit.isLimited()) {
                conditions.add(root.get("programInstanceId").in(limit.programInstanceIds()));
            }
            wanted.forEach((field, value) -> {
                if (value != null) {
                    conditions.add(builder.equal(root.get(field), value));
                }
            });
            return builder.and(conditions.toArray(Predicate[]::new));
        };
        Page<Notification> page = query.fetch(
                log, filter, Notification::id, message -> message, () -> totals.of(Notification.class, filter));
        return page.with(logged(page.data()));
    }

    @Transactional(readOnly = true)
    public State state() {
        record Waiting(int count, @Nullable String problem) {}
        Waiting waiting = jdbc.sql("""
                        select count(*), (array_agg(problem order by due_at desc) filter (where problem is not null))[1]
                        from notification where workspace_id = ? and due_at is not null
                        """)
                .param(WorkspaceScope.current().workspaceId())
                .query((row, n) -> new Waiting(row.getInt(1), row.getString(2)))
                .single();
        return new State(
                server.isConfigured(),
                server.isConfigured() ? properties.from() : null,
                properties.perMinute(),
                waiting.count(),
                waiting.problem());
    }

    private Notifications notifications(ProgramInstance instance) {
        return Optional.ofNullable(instance.details().notifications())
                .map(templates::of)
                .orElseGet(() -> templates.ofJson(null));
    }

    private static MessageType known(String wire) {
        return MessageType.ofWire(wire).orElseThrow(() -> new NotFound("notification template"));
    }
}
