package dev.enlist.enrollment;

import dev.enlist.program.ProgramInstance;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a formula in the configuration of an instance reads: the facts of the application under the names of rule inputs. */
public final class FormulaInputs {

    private FormulaInputs() {}

    /** By name; null for an unknown value. {@code config} is the configuration of the instance. */
    public static Map<String, @Nullable Object> of(Application application, ProgramInstance instance) {
        Map<String, @Nullable Object> inputs = new HashMap<>(RuleInputCollector.facts(application));
        inputs.put("config", instance.config());
        return inputs;
    }
}
