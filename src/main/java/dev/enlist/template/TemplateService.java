package dev.enlist.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.enlist.shared.Actor;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the templates of the workspace in scope and their versions, and judges configurations by them. */
@Service
public class TemplateService {

    /** Wire names of the fields that may order a list of templates. */
    public static final Map<String, String> SORTABLE =
            Map.of("createdAt", "createdAt", "updatedAt", "updatedAt", "slug", "slug", "name", "name");

    private final TemplateRepository templates;
    private final TemplateVersionRepository versions;
    private final TemplateContentValidator check;
    private final Clock clock;

    TemplateService(
            TemplateRepository templates,
            TemplateVersionRepository versions,
            TemplateContentValidator check,
            Clock clock) {
        this.templates = templates;
        this.versions = versions;
        this.check = check;
        this.clock = clock;
    }

    @Transactional
    public Template create(String slug, String name, String description) {
        return store(new Template(slug, name, description, clock.instant()));
    }

    @Transactional(readOnly = true)
    public Template template(String slug) {
        return templates.findBySlug(slug).orElseThrow(() -> new NotFound("template"));
    }

    @Transactional(readOnly = true)
    public <T> Page<T> list(ListQuery query, Function<Template, T> shape) {
        return query.fetch(templates, Specification.unrestricted(), Template::getId, shape);
    }

    /** New words about a template; its slug stays, since others refer to it by that. */
    @Transactional
    public Template rename(String slug, @Nullable String ifMatch, UnaryOperator<Naming> change) {
        Template template = locked(slug);
        EntityTags.check(ifMatch, template.version());
        Naming naming = change.apply(new Naming(template.slug(), template.name(), template.description()));
        if (!naming.slug().equals(template.slug())) {
            throw new InvalidInput("/slug", "cannot be changed: others refer to the template by it");
        }
        template.rename(naming.name(), naming.description(), clock.instant());
        return store(template);
    }

    /** What a template is called. */
    public record Naming(String slug, String name, String description) {}

    /** Deletes a template with its versions, unless an instance was made of one. */
    @Transactional
    public void delete(String slug, @Nullable String ifMatch) {
        Template template = locked(slug);
        EntityTags.check(ifMatch, template.version());
        try {
            versions.deleteAll(versions.ofTemplate(slug));
            versions.flush();
            templates.delete(template);
            templates.flush();
        } catch (DataIntegrityViolationException e) {
            throw new Conflict(
                    "template-in-use", "There are instances of this template; deprecate its versions instead.");
        }
    }

    /** A new draft; the next number is its own. */
    @Transactional
    public TemplateVersion draft(String slug, VersionContent content, Actor by) {
        Template template = locked(slug);
        requireSound(content);
        TemplateVersion version = versions.save(template.draft(content, by, clock.instant()));
        store(template);
        return version;
    }

    /** Oldest first. */
    @Transactional(readOnly = true)
    public List<TemplateVersion> versions(String slug) {
        template(slug);
        return versions.ofTemplate(slug);
    }

    @Transactional(readOnly = true)
    public TemplateVersion version(String slug, int number) {
        return find(new TemplateRef(slug, number)).orElseThrow(() -> new NotFound("template version"));
    }

    @Transactional(readOnly = true)
    public Optional<TemplateVersion> find(TemplateRef ref) {
        return versions.find(ref.slug(), ref.version());
    }

    @Transactional(readOnly = true)
    public TemplateVersion version(String id) {
        return versions.findById(id).orElseThrow(() -> new NotFound("template version"));
    }

    @Transactional
    public TemplateVersion revise(
            String slug, int number, @Nullable String ifMatch, UnaryOperator<VersionContent> change) {
        locked(slug);
        TemplateVersion version = version(slug, number);
        EntityTags.check(ifMatch, version.version());
        version.requireDraft();
        VersionContent content = change.apply(version.content());
        requireSound(content);
        version.revise(content, clock.instant());
        return versions.saveAndFlush(version);
    }

    @Transactional
    public TemplateVersion move(String slug, int number, @Nullable String ifMatch, VersionStatus next, Actor by) {
        Template template = locked(slug);
        TemplateVersion version = version(slug, number);
        EntityTags.check(ifMatch, version.version());
        Instant now = clock.instant();
        version.moveTo(next, by, now);
        if (next == VersionStatus.ACTIVE) {
            // the rule set may be another one since the draft was saved
            requireSound(version.content());
        }
        versions.saveAndFlush(version);
        template.noteActive(versions.numbersIn(template.getId(), VersionStatus.ACTIVE), now);
        store(template);
        return version;
    }

    /** Every fault of a configuration by a version: misfits of the result, and locked fields that are overridden. */
    public List<Fault> faults(TemplateVersion version, ConfigLayers layers) {
        List<Fault> faults = new ArrayList<>(
                layers.lockFaults(version.ref(), version.content().lockedFields()));
        faults.addAll(check.judge(version.content().schema(), layers.effective()));
        return faults;
    }

    /** The same for a configuration without a template, which has the built-in sections alone. */
    public List<Fault> faults(ConfigLayers layers) {
        return check.judge(NOTHING_ELSE, layers.effective());
    }

    private static final JsonNode NOTHING_ELSE =
            JsonNodeFactory.instance.objectNode().put("type", "object");

    private void requireSound(VersionContent content) {
        List<Fault> faults = check.faults(content);
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }

    private Template locked(String slug) {
        return templates.lockBySlug(slug).orElseThrow(() -> new NotFound("template"));
    }

    private Template store(Template template) {
        try {
            return templates.saveAndFlush(template);
        } catch (DataIntegrityViolationException e) {
            throw new AlreadyExists("template", "slug", template.slug());
        }
    }
}
