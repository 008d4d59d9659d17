package dev.enlist.eligibility.feel;

import static camundajar.impl.scala.jdk.javaapi.CollectionConverters.asJava;

import camundajar.impl.scala.Function1;
import camundajar.impl.scala.Option;
import java.util.List;
import org.camunda.feel.syntaxtree.Val;
import org.camunda.feel.valuemapper.CustomValueMapper;
import org.camunda.feel.valuemapper.ValueMapper;
import org.jspecify.annotations.Nullable;

/**
 * Calls the mappers of the stock engine in their order and gives the result of the stock composite. The composite
 * leaves its loop by throwing, once for each value, which costs about as much as the rest of an evaluation.
 */
final class DirectValueMapper implements ValueMapper {

    private final ValueMapper stock;
    private final List<CustomValueMapper> mappers;
    private final Function1<Object, Val> toVal = this::toVal;
    private final Function1<Val, Object> unpackVal = this::unpackVal;

    DirectValueMapper(ValueMapper.CompositeValueMapper stock) {
        this.stock = stock;
        this.mappers = List.copyOf(asJava(stock.customMappersByPriority()));
    }

    @Override
    public Val toVal(@Nullable Object value) {
        for (CustomValueMapper mapper : mappers) {
            Option<Val> mapped = mapper.toVal(value, toVal);
            if (mapped.isDefined()) {
                return mapped.get();
            }
        }
        return stock.toVal(value); // no mapper knows the value: the stock composite reports that
    }

    @Override
    public @Nullable Object unpackVal(Val value) {
        for (CustomValueMapper mapper : mappers) {
            Option<Object> unpacked = mapper.unpackVal(value, unpackVal);
            if (unpacked.isDefined()) {
                return unpacked.get();
            }
        }
        return stock.unpackVal(value);
    }
}
