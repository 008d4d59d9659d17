package dev.enlist.eligibility.engine;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.dmn.engine.impl.spi.type.DmnDataTypeTransformer;
import org.camunda.bpm.dmn.engine.impl.spi.type.DmnDataTypeTransformerRegistry;
import org.camunda.bpm.dmn.engine.impl.type.BooleanDataTypeTransformer;
import org.camunda.bpm.dmn.engine.impl.type.DateDataTypeTransformer;
import org.camunda.bpm.dmn.engine.impl.type.DoubleDataTypeTransformer;
import org.camunda.bpm.dmn.engine.impl.type.IntegerDataTypeTransformer;
import org.camunda.bpm.dmn.engine.impl.type.LongDataTypeTransformer;
import org.camunda.bpm.dmn.engine.impl.type.StringDataTypeTransformer;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.TypedValue;

/**
 * Converts the value of a column or answer to its declared type ({@code typeRef}). Gives what the stock engine gives
 * where that converts the value. Where the stock engine fails the whole evaluation ({@code integer} on 640.5, on a
 * text, on a number beyond its range), a blank text becomes null and any other value stays as it is, so that
 * conditions on it are evaluated by the rules of FEEL: a number is compared as a number, and a value of another kind
 * fits no condition. Types that the stock engine does not know, such as {@code number}, convert nothing; the stock
 * engine does the same, but logs each use.
 *
 * <p>Engine internals: the stock conversions fail the whole table on one value of the wrong type.
 */
final class DeclaredTypeRegistry implements DmnDataTypeTransformerRegistry {

    private static final DmnDataTypeTransformer UNCHANGED = Variables::untypedValue;

    private final Map<String, DmnDataTypeTransformer> transformers = new ConcurrentHashMap<>(Map.of(
            "string", new StringDataTypeTransformer(),
            "boolean", orUnchanged(new BooleanDataTypeTransformer()),
            "integer", orUnchanged(new IntegerDataTypeTransformer()),
            "long", orUnchanged(new LongDataTypeTransformer()),
            "double", orUnchanged(new DoubleDataTypeTransformer()),
            "date", orUnchanged(new DateDataTypeTransformer())));

    @Override
    public void addTransformer(String typeName, DmnDataTypeTransformer transformer) {
        transformers.put(typeName.toLowerCase(Locale.ROOT), transformer);
    }

    @Override
    public DmnDataTypeTransformer getTransformer(String typeName) {
        return transformers.getOrDefault(typeName.toLowerCase(Locale.ROOT), UNCHANGED);
    }

    private static DmnDataTypeTransformer orUnchanged(DmnDataTypeTransformer stock) {
        return value -> {
            try {
                TypedValue converted = stock.transform(value);
                // FEEL cannot represent an infinite double: the evaluation would fail one step later
                boolean usable = !(converted.getValue() instanceof Double number) || Double.isFinite(number);
                return usable ? converted : Variables.untypedValue(value);
            } catch (IllegalArgumentException e) {
                return value instanceof String text && text.isBlank()
                        ? Variables.untypedNullValue()
                        : Variables.untypedValue(value);
            }
        };
    }
}
