package dev.enlist.program;

import dev.enlist.capacity.CapacityPoolService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.template.ConfigLayer;
import dev.enlist.template.ConfigLayers;
import dev.enlist.template.JsonDiff;
import dev.enlist.template.TemplateRef;
import dev.enlist.template.TemplateVersion;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Copies program instances, and moves what they are configured with. */
@Service
public class InstanceConfigService {

    private final InstanceStore store;
    private final ConfigurationResolver configurations;
    private final CapacityPoolService pools;
    private final Clock clock;

    InstanceConfigService(
            InstanceStore store, ConfigurationResolver configurations, CapacityPoolService pools, Clock clock) {
        this.store = store;
        this.configurations = configurations;
        this.pools = pools;
        this.clock = clock;
    }

    /**
     * A new instance of the same program with the same words, configuration, rules, terms, form, notifications, logo
     * and custom fields, as much capacity and the same waitlist. Its people, and so what of the capacity is consumed,
     * its events and its dates are its own, and its terms begin at version 1.
     */
    @Transactional
    public ProgramInstance copy(String id, InstanceCopy wanted, Actor by) {
        Instant now = clock.instant();
        ProgramInstance source = store.instance(id);
        InstanceDetails details = wanted.of(source.details());
        List<Fault> faults = new ArrayList<>();
        ConfigLayers layers =
                configurations.patched(source.configLayers(), wanted.config(), new ConfigLayer.Stamp(by, now), faults);
        faults.addAll(store.faults(details, null));
        faults.addAll(configurations.faults(layers, configurations.of(source)));
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        ProgramInstance instance = store.make(source.program(), wanted.slug(), details, source.rules(), layers, now);
        instance.standWhere(source);
        instance.beginWith(source.waitlist());
        ProgramInstance stored = store.store(instance);
        pools.copy(source.getId(), stored.getId());
        return stored;
    }

    /** Removes the value of the instance at one pointer, so that the value of the lower layers applies again. */
    @Transactional
    public ProgramInstance inherit(String id, @Nullable String ifMatch, String pointer, Actor by) {
        ProgramInstance instance = store.instance(id);
        EntityTags.check(ifMatch, instance.version());
        ConfigLayer.Stamp stamp = new ConfigLayer.Stamp(by, clock.instant());
        ConfigLayers layers = instance.configLayers().inheriting(pointer, stamp);
        List<Fault> faults = configurations.faults(layers, configurations.of(instance));
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return store.keep(instance, instance.details(), layers, stamp.at());
    }

    /**
     * Moves an instance to another version of its template, or to another template, or shows what that would do.
     *
     * @param dryRun only look
     * @throws InvalidInput naming every fault of the configuration on that version, unless it is a dry run
     */
    @Transactional
    public TemplateMove moveTo(String id, @Nullable String ifMatch, TemplateRef ref, boolean dryRun, Actor by) {
        ProgramInstance instance = store.instance(id);
        EntityTags.check(ifMatch, instance.version());
        instance.requireOpen();
        List<Fault> unusable = new ArrayList<>();
        TemplateVersion template = configurations.usable(ref, "/version", unusable);
        if (template == null) {
            throw new InvalidInput(unusable);
        }
        String from = instance.templateVersion().orElse(null);
        ConfigLayers before = instance.configLayers();
        ConfigLayers layers = before.onto(template.layer());
        List<Fault> faults = configurations.faults(layers, template);
        JsonDiff changes = JsonDiff.of(before.effective(), layers.effective());
        if (!dryRun) {
            if (!faults.isEmpty()) {
                throw new InvalidInput(faults);
            }
            instance.standOn(template);
            store.keep(instance, instance.details(), layers, clock.instant());
        }
        return new TemplateMove(instance, from, ref, faults, changes);
    }

    /**
     * What a move to another template version does.
     *
     * @param from   where the instance stood before, or null for no template
     * @param faults what keeps it from being done; empty once it is done
     */
    public record TemplateMove(
            ProgramInstance instance, @Nullable String from, TemplateRef to, List<Fault> faults, JsonDiff changes) {}
}
