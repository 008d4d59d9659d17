package dev.enlist.program;

import dev.enlist.form.FormConditions;
import dev.enlist.shared.Money;
import dev.enlist.shared.problem.Fault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Validates {@code config.incentive}: amounts in the decimals of the currency, expressions that FEEL can read. */
@Component
class IncentiveSectionValidator {

    /** The inputs of the rules; their documentation is at {@code /ruleSets/inputs}. */
    private static final Set<String> INPUTS = Set.of(
            "state",
            "postalCode",
            "country",
            "manufacturerSlugs",
            "serialNumber",
            "tags",
            "metadata",
            "programStates",
            "programType",
            "programYear",
            "programActive",
            "applicationDate",
            "config",
            "activeProgramSlugs",
            "previousStatus",
            "participationRate");

    private final FormConditions feel;

    IncentiveSectionValidator(FormConditions feel) {
        this.feel = feel;
    }

    /** Every fault, with pointers into the configuration. */
    List<Fault> faults(InstanceConfig.Incentive stated) {
        List<Fault> faults = new ArrayList<>();
        String currency = stated.currency() == null ? InstanceConfig.USUAL_CURRENCY : stated.currency();
        if (!Money.isCurrency(currency)) {
            faults.add(new Fault("/incentive/currency", "must be a currency code of ISO 4217, such as USD"));
            return faults;
        }
        amount("/incentive/amount", stated.amount(), currency, faults);
        amount("/incentive/maximum", stated.maximum(), currency, faults);
        amount("/incentive/yearlyLimit", stated.yearlyLimit(), currency, faults);
        expression("/incentive/formula", stated.formula(), faults);
        if (stated.amount() != null && stated.formula() != null) {
            faults.add(new Fault("/incentive/formula", "cannot be combined with amount; state one of them"));
        }
        List<InstanceConfig.IncentiveAddition> additions = stated.additions() == null ? List.of() : stated.additions();
        Set<String> labels = new HashSet<>();
        for (int index = 0; index < additions.size(); index++) {
            InstanceConfig.IncentiveAddition addition = additions.get(index);
            String pointer = "/incentive/additions/" + index;
            amount(pointer + "/amount", addition.amount(), currency, faults);
            expression(pointer + "/formula", addition.formula(), faults);
            expression(pointer + "/when", addition.when(), faults);
            if ((addition.amount() == null) == (addition.formula() == null)) {
                faults.add(new Fault(pointer + "/amount", "is needed, or formula; one of them"));
            }
            if (!labels.add(addition.label())) {
                faults.add(new Fault(pointer + "/label", "is used by an earlier addition"));
            }
        }
        return faults;
    }

    /** Faults of what activities pay. */
    List<Fault> faults(InstanceConfig.ActivityPayment stated) {
        List<Fault> faults = new ArrayList<>();
        if (Money.isCurrency(stated.currencyOrUsual())) {
            amount("/activities/payment/amount", stated.amount(), stated.currencyOrUsual(), faults);
        } else {
            faults.add(new Fault("/activities/payment/currency", "must be a currency code of ISO 4217, such as USD"));
        }
        return faults;
    }

    private static void amount(String pointer, @Nullable BigDecimal amount, String currency, List<Fault> faults) {
        if (amount != null) {
            Map<String, String> problems = Money.problemsOfPayable(amount, currency);
            problems.values().forEach(problem -> faults.add(new Fault(pointer, problem)));
        }
    }

    private void expression(String pointer, @Nullable String expression, List<Fault> faults) {
        if (expression != null) {
            feel.problem(expression)
                    .or(() -> feel.reads(expression).stream()
                            .map(path -> path.get(0))
                            .filter(name -> !INPUTS.contains(name))
                            .sorted()
                            .findFirst()
                            .map(name -> "reads '" + name + "', which is no input of the rules; write metadata." + name
                                    + " for a member of metadata"))
                    .ifPresent(problem -> faults.add(new Fault(pointer, problem)));
        }
    }
}
