package dev.enlist.eligibility;

import java.util.Locale;
import java.util.Set;
import org.camunda.bpm.dmn.engine.impl.spi.type.DmnDataTypeTransformer;
import org.camunda.bpm.dmn.engine.impl.spi.type.DmnDataTypeTransformerRegistry;
import org.camunda.bpm.dmn.engine.impl.type.DefaultDataTypeTransformerRegistry;
import org.camunda.bpm.dmn.engine.impl.type.IdentityDataTypeTransformer;

/**
 * The types that a column may name. The stock registry knows those of Java only; it takes a column of another type,
 * {@code number} among them, for one without a type, and logs a warning for each column each time a table is read.
 * Values of FEEL's own types are what FEEL makes them, as they were under the warning.
 */
final class FeelDataTypes implements DmnDataTypeTransformerRegistry {

    private static final Set<String> FEEL = Set.of(
            "any",
            "number",
            "time",
            "date and time",
            "datetime",
            "days and time duration",
            "daytimeduration",
            "years and months duration",
            "yearmonthduration",
            "list",
            "context",
            "range",
            "function",
            "null");

    private final DmnDataTypeTransformerRegistry stock = new DefaultDataTypeTransformerRegistry();
    private final DmnDataTypeTransformer unchanged = new IdentityDataTypeTransformer();

    @Override
    public void addTransformer(String type, DmnDataTypeTransformer transformer) {
        throw new UnsupportedOperationException("The types are those of FEEL and of the stock engine");
    }

    @Override
    public DmnDataTypeTransformer getTransformer(String type) {
        return FEEL.contains(type.toLowerCase(Locale.ROOT)) ? unchanged : stock.getTransformer(type);
    }
}
