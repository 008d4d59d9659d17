package dev.enlist.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * A type of values that sessions may hold. Sessions are stored in the database as JSON; a value of any other type is
 * refused when it is set. A module whose pages keep values of their own in the session provides their type as a bean.
 *
 * @param kind  name of the type in the stored form; never changes, since nodes of different versions read it
 * @param type  the class or interface of the values
 * @param write the stored form of a value
 * @param read  the value of a stored form; must accept additional members, which newer nodes may write
 */
public record SessionAttributeType<T>(
        String kind, Class<T> type, Function<T, JsonNode> write, Function<JsonNode, ? extends T> read) {

    /**
     * @throws ClassCastException if the value is not of this type
     */
    public JsonNode stored(Object value) {
        return write.apply(type.cast(value));
    }
}
