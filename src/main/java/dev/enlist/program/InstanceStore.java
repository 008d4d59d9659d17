package dev.enlist.program;

import dev.enlist.form.ApplicationSettings;
import dev.enlist.form.ApplicationSettingsValidator;
import dev.enlist.form.FormVersion;
import dev.enlist.form.FormVersionService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.Slugs;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.template.ConfigLayers;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/** Makes, changes and stores program instances that were found sound, and publishes what happened to them. */
@Component
class InstanceStore {

    private final ProgramInstanceRepository instances;
    private final ConfigurationResolver configurations;
    private final RuleDirectory rules;
    private final ApplicationSettingsValidator applications;
    private final FormVersionService forms;
    private final ApplicationEventPublisher events;

    InstanceStore(
            ProgramInstanceRepository instances,
            ConfigurationResolver configurations,
            RuleDirectory rules,
            ApplicationSettingsValidator applications,
            FormVersionService forms,
            ApplicationEventPublisher events) {
        this.instances = instances;
        this.configurations = configurations;
        this.rules = rules;
        this.applications = applications;
        this.forms = forms;
        this.events = events;
    }

    ProgramInstance instance(String id) {
        return instances.findById(id).orElseThrow(() -> new NotFound("program instance"));
    }

    /** @param before the rules of an instance that is copied, or null for none */
    ProgramInstance make(
            Program program,
            @Nullable String slug,
            InstanceDetails details,
            @Nullable RulePolicy before,
            ConfigLayers layers,
            Instant now) {
        WorkspaceRef workspace = WorkspaceScope.current();
        Map<String, Object> effective = configurations.effective(layers);
        ProgramInstance instance = new ProgramInstance(
                workspace.organizationId(),
                program,
                slug == null ? freeSlug(details.title()) : slug,
                withRulesUntilThen(details.with(effective), before),
                workspace.workspaceId(),
                now);
        instance.configure(layers, effective);
        return instance;
    }

    /** An instance with other words and layers. */
    ProgramInstance keep(ProgramInstance instance, InstanceDetails details, ConfigLayers layers, Instant now) {
        Map<String, Object> effective = configurations.effective(layers);
        instance.revise(
                withRulesUntilThen(details.with(effective), instance.rules()),
                WorkspaceScope.current().workspaceId(),
                now);
        instance.configure(layers, effective);
        return store(instance);
    }

    /** Rules that apply from a later moment on leave those in force until then that were so before. */
    private InstanceDetails withRulesUntilThen(InstanceDetails details, @Nullable RulePolicy before) {
        RulePolicy wanted = details.rules();
        if (wanted.from() == null || wanted.version() != null) {
            return details.with(wanted.until(null));
        }
        boolean unchanged = before != null
                && before.slug().equals(wanted.slug())
                && wanted.from().equals(before.from());
        return details.with(wanted.until(unchanged ? before.before() : rules.latest(wanted.slug())));
    }

    /**
     * What is wrong with an instance beside its configuration.
     *
     * @param before the instance that is changed; null for a new one
     */
    List<Fault> faults(InstanceDetails details, @Nullable ProgramInstance before) {
        List<Fault> faults = new ArrayList<>();
        if (details.startDate() != null
                && details.endDate() != null
                && !details.startDate().isBefore(details.endDate())) {
            faults.add(new Fault("/endDate", "must be after the start date"));
        }
        RulePolicy policy = details.rules();
        if (!rules.isPublished(policy.slug(), null)) {
            faults.add(new Fault("/ruleSet/slug", "names no rule set of this workspace with a published version"));
        } else if (!rules.isPublished(policy.slug(), policy.version())) {
            faults.add(new Fault("/ruleSet/version", "has not been published"));
        }
        ApplicationSettings application = details.application();
        Map<String, Object> inForce = before == null || application == null || !application.isPublished()
                ? null
                : forms.newest(before.getId()).map(FormVersion::definition).orElse(null);
        faults.addAll(applications.faults(
                application, details.formConfig(), inForce, InstanceConfig.lastNameOptional(details.config())));
        return faults;
    }

    /** The words of the title, made unique by the end of an id where another instance has them already. */
    private String freeSlug(String title) {
        String slug = Slugs.of(title);
        return instances.existsBySlug(slug) ? slug + "-" + Cuid.next().substring(17) : slug;
    }

    /** Publishes the form of an instance whose application is published and has no version yet. */
    void publishFirst(ProgramInstance instance, Actor by) {
        Map<String, Object> form = instance.details().formConfig();
        if (instance.application().isPublished()
                && form != null
                && instance.formVersionId().isEmpty()) {
            instance.putInForce(forms.publish(instance.getId(), form, null, by));
        }
    }

    /**
     * Publishes the form of an instance as it is now.
     *
     * @throws InvalidInput where it cannot be published, naming every fault
     */
    FormVersion publishForm(ProgramInstance instance, @Nullable String note, Actor by) {
        Map<String, Object> form = instance.details().formConfig();
        List<Fault> faults = applications.unpublishable(form, instance.application(), instance.lastNameOptional());
        if (form == null || !faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        FormVersion version = forms.publish(instance.getId(), form, note, by);
        instance.putInForce(version);
        return version;
    }

    ProgramInstance store(ProgramInstance instance) {
        try {
            ProgramInstance stored = instances.saveAndFlush(instance);
            instance.drainEvents().forEach(events::publishEvent);
            return stored;
        } catch (DataIntegrityViolationException e) {
            if (String.valueOf(e.getMessage()).contains("application_path_pkey")) {
                throw new Conflict(
                        "path-taken",
                        "The path " + instance.application().path() + " is in use. Choose another application.path.");
            }
            throw new AlreadyExists("program instance", "slug", instance.slug());
        }
    }
}
