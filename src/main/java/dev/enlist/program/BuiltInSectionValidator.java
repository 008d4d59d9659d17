package dev.enlist.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.form.FormConditions;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.template.BuiltInSectionSource;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The sections of {@link InstanceConfig}, which every instance has beside the fields of its template. */
@Component
class BuiltInSectionValidator implements BuiltInSectionSource {

    /** What formulas of metrics may read. */
    private static final List<String> FORMULA_INPUTS = List.of(
            "config", "country", "manufacturerSlugs", "metadata", "postalCode", "serialNumber", "state", "tags");

    private final StrictJson json;
    private final ExitWorkflowDirectory exitWorkflows;
    private final FormConditions formulas;
    private final IncentiveSectionValidator incentives;
    private final WorkflowDirectory workflows;

    BuiltInSectionValidator(
            StrictJson json,
            ExitWorkflowDirectory exitWorkflows,
            FormConditions formulas,
            IncentiveSectionValidator incentives,
            WorkflowDirectory workflows) {
        this.formulas = formulas;
        this.incentives = incentives;
        this.json = json;
        this.exitWorkflows = exitWorkflows;
        this.workflows = workflows;
    }

    @Override
    public Set<String> names() {
        return Arrays.stream(InstanceConfig.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<String> describable() {
        return Set.of("incentive");
    }

    @Override
    public List<Fault> faults(ObjectNode sections) {
        List<Fault> faults = new ArrayList<>();
        try {
            InstanceConfig config = json.read(sections, InstanceConfig.class);
            if (!exitWorkflows.isDeployed(InstanceConfig.exitProcess(json.toMap(config)))) {
                faults.add(new Fault("/exit/process", "names no exit workflow that is deployed"));
            }
            if (config.incentive() != null) {
                faults.addAll(incentives.faults(config.incentive()));
            }
            if (config.review() != null) {
                workflow(config.review().workflow(), "review", faults);
            }
            if (config.exit() != null) {
                workflow(config.exit().workflow(), "exit", faults);
                if (config.exit().workflow() != null && config.exit().process() != null) {
                    faults.add(new Fault("/exit/workflow", "cannot be combined with process; state one of them"));
                }
            }
            if (config.review() != null && !config.review().hasDistinctCodes()) {
                faults.add(new Fault("/review/rejectionReasons", "must have each code once"));
            }
            if (config.activities() != null && config.activities().payment() != null) {
                faults.addAll(incentives.faults(config.activities().payment()));
            }
            if (config.outcomes() != null) {
                faults.addAll(outcomeFaults(config.outcomes()));
            }
        } catch (InvalidInput e) {
            faults.addAll(e.faults());
        }
        return faults;
    }

    private List<Fault> outcomeFaults(InstanceConfig.Outcomes outcomes) {
        List<Fault> faults = new ArrayList<>();
        if (!outcomes.hasDistinctNames()) {
            faults.add(new Fault("/outcomes/metrics", "must have each name once"));
        }
        List<InstanceConfig.OutcomeMetric> metrics = outcomes.metrics() == null ? List.of() : outcomes.metrics();
        for (int i = 0; i < metrics.size(); i++) {
            String formula = metrics.get(i).formula();
            String pointer = "/outcomes/metrics/" + i;
            if (formula != null) {
                formulaFault(formula).ifPresent(fault -> faults.add(new Fault(pointer + "/formula", fault)));
            } else if (metrics.get(i).months() != null) {
                faults.add(new Fault(pointer + "/months", "is for a metric with a formula only; leave it out"));
            }
        }
        return faults;
    }

    private Optional<String> formulaFault(String formula) {
        return formulas.problem(formula)
                .or(() -> formulas.reads(formula).stream()
                        .map(path -> path.get(0))
                        .filter(name -> !FORMULA_INPUTS.contains(name))
                        .sorted()
                        .findFirst()
                        .map(name -> "reads '" + name + "', which is not part of the application; a formula may read "
                                + String.join(", ", FORMULA_INPUTS)));
    }

    private void workflow(@Nullable WorkflowChoice choice, String kind, List<Fault> faults) {
        if (choice == null) {
            return;
        }
        String pointer = "/" + kind + "/workflow";
        if (workflows.newest(choice.slug(), kind).isEmpty()) {
            faults.add(new Fault(
                    pointer + "/slug",
                    "names no published workflow of the kind " + kind + "; GET /workflows lists them"));
        } else if (choice.version() != null && !workflows.isPublished(choice.slug(), choice.version(), kind)) {
            faults.add(new Fault(pointer + "/version", "is no published version of this workflow"));
        }
    }

    @Override
    public boolean declares(List<String> path) {
        Class<?> section = InstanceConfig.class;
        for (String name : path) {
            if (Map.class.isAssignableFrom(section)) {
                return true;
            }
            Optional<RecordComponent> member = section.isRecord()
                    ? Arrays.stream(section.getRecordComponents())
                            .filter(component -> component.getName().equals(name))
                            .findFirst()
                    : Optional.empty();
            if (member.isEmpty()) {
                return false;
            }
            section = member.get().getType();
        }
        return true;
    }
}
