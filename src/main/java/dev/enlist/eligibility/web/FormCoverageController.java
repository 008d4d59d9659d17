package dev.enlist.eligibility.web;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.form.FormCoverage;
import dev.enlist.form.FormCoverageService;
import dev.enlist.program.Program;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The form of a program instance against the rules that decide about it. */
@RestController
@RequestMapping("/programInstances/{id}/formCoverage")
@Tag(name = "Program instances")
class FormCoverageController {

    /** The coverage, and the rules it is about. */
    @Schema(name = "FormCoverage")
    record CoverageResource(
            @Schema(example = "eligibility-default") String ruleSet,
            @Schema(example = "1") int ruleSetVersion,
            List<FormCoverage.Input> inputs,
            List<FormCoverage.Field> fields,

            @Schema(description = "Inputs that the rules ask for and no field feeds")
            List<String> uncoveredInputs,

            @Schema(description = "Fields that no rule reads, beside those about person, documents and consent")
            List<String> unreadFields) {}

    private final ProgramInstanceService instances;
    private final RuleSetService ruleSets;
    private final FormCoverageService coverage;
    private final Clock clock;

    FormCoverageController(
            ProgramInstanceService instances, RuleSetService ruleSets, FormCoverageService coverage, Clock clock) {
        this.instances = instances;
        this.ruleSets = ruleSets;
        this.coverage = coverage;
        this.clock = clock;
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping
    @Operation(
            summary = "Compare the form of a program instance with what its rules read",
            description = "Of formConfig as it is now, and of the version of the rules in force. An input is asked for"
                    + " where the rules read it as the program and the instance are configured.")
    CoverageResource read(@PathVariable String id) {
        ProgramInstance instance = instances.instance(id);
        RuleSetRef rules = ruleSets.inForce(instance.rules(), clock.instant());
        FormCoverage found = coverage.coverage(
                instance.form(), ruleSets.inputsOfApplicant(rules, ofProgram(instance)), readBySubmission(instance));
        return new CoverageResource(
                rules.slug(),
                rules.version(),
                found.inputs(),
                found.fields(),
                found.uncoveredInputs(),
                found.unreadFields());
    }

    /** The inputs that do not come from the applicant. */
    private Map<String, @Nullable Object> ofProgram(ProgramInstance instance) {
        Program program = instance.program();
        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put("programStates", program.states());
        inputs.put("programType", program.type().orElse(null));
        inputs.put("programYear", program.details().year());
        inputs.put("programActive", true);
        inputs.put(
                "applicationDate",
                LocalDate.ofInstant(clock.instant(), instance.zone()).toString());
        inputs.put("config", instance.config());
        inputs.put("activeProgramSlugs", List.of());
        return inputs;
    }

    /** The days after a purchase are counted when an application is submitted. */
    private static Set<String> readBySubmission(ProgramInstance instance) {
        return instance.config().get("application") instanceof Map<?, ?> settings
                        && settings.containsKey("daysAfterPurchase")
                ? Set.of("metadata.purchaseDate")
                : Set.of();
    }
}
