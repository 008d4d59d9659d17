package dev.enlist.process.engine;

import java.util.Map;
import org.camunda.bpm.engine.impl.variable.serializer.AbstractTypedValueSerializer;
import org.camunda.bpm.engine.impl.variable.serializer.ValueFields;
import org.camunda.bpm.engine.variable.impl.type.AbstractValueTypeImpl;
import org.camunda.bpm.engine.variable.impl.value.UntypedValueImpl;
import org.camunda.bpm.engine.variable.type.PrimitiveValueType;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Holds objects that pass through a process without being stored: the inputs of the rules and the verdict. The engine
 * serializes even transient objects and discards the bytes. Here they are not serialized, so they need not be
 * serializable.
 *
 * <p>Engine internals: the engine looks for a serializer for transient values too, and refuses objects that are not
 * serializable (decision 7).
 */
class TransientValueSerializer extends AbstractTypedValueSerializer<TransientValueSerializer.InMemoryValue> {

    private static final InMemoryType TYPE = new InMemoryType();

    TransientValueSerializer() {
        super(TYPE);
    }

    /** A value type that the engine does not serialize. */
    static class InMemoryType extends AbstractValueTypeImpl implements PrimitiveValueType {

        InMemoryType() {
            super("in-memory");
        }

        @Override
        public boolean isPrimitiveValueType() {
            // the engine takes the first serializer that can handle the value, and tries the others otherwise
            return true;
        }

        @Override
        public Class<?> getJavaType() {
            return Object.class;
        }

        @Override
        public @Nullable Map<String, Object> getValueInfo(TypedValue value) {
            return null;
        }

        @Override
        public TypedValue createValue(Object value, @Nullable Map<String, Object> info) {
            return new InMemoryValue(value);
        }
    }

    /** An object that is always transient. */
    record InMemoryValue(Object object) implements TypedValue {

        @Override
        public Object getValue() {
            return object;
        }

        @Override
        public InMemoryType getType() {
            return TYPE;
        }

        @Override
        public boolean isTransient() {
            return true;
        }
    }

    @Override
    public boolean canHandle(TypedValue value) {
        return canWriteValue(value);
    }

    @Override
    protected boolean canWriteValue(TypedValue value) {
        Object object = value.getValue();
        boolean stored =
                object == null || object instanceof String || object instanceof Number || object instanceof Boolean;
        return value instanceof InMemoryValue || value.getType() == null && value.isTransient() && !stored;
    }

    @Override
    public InMemoryValue convertToTypedValue(UntypedValueImpl value) {
        return new InMemoryValue(value.getValue());
    }

    @Override
    public void writeValue(InMemoryValue value, ValueFields fields) {
        // it is never stored
    }

    @Override
    public InMemoryValue readValue(ValueFields fields, boolean deserialize, boolean asTransientValue) {
        throw new IllegalStateException("A value that is only passed through cannot be read back.");
    }

    @Override
    public String getName() {
        return TYPE.getName();
    }
}
