package dev.enlist.shared.json;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.FaultList;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks a document before it is bound: that no member is sent under two names, and the lengths of lists before their elements are read and validated: a list of 500,000 wrong elements is one
 * fault, not 500,000. The greatest length is that of {@link Size}, and {@value #MAX_ITEMS} where a list declares none.
 */
public final class ListLengths {

    public static final int MAX_ITEMS = 10_000;

    /** A member that is a list, or that may hold one. */
    private record Member(List<String> names, JavaType type, int maxItems) {}

    private final ObjectMapper mapper;
    private final Map<Class<?>, List<Member>> members = new ConcurrentHashMap<>();

    ListLengths(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** The document without the lists that are too long: null is in their place. The argument is not changed. */
    JsonNode withoutLongLists(JsonNode document, Class<?> type, FaultList faults) {
        FaultList found = new FaultList();
        List<Runnable> removals = new ArrayList<>();
        check(document, mapper.constructType(type), "", found, removals);
        if (found.isEmpty()) {
            return document;
        }
        JsonNode copy = document.deepCopy();
        removals.clear();
        check(copy, mapper.constructType(type), "", faults, removals);
        removals.forEach(Runnable::run);
        return copy;
    }

    private void check(JsonNode node, JavaType type, String pointer, FaultList faults, List<Runnable> removals) {
        if (type.isCollectionLikeType() && node instanceof ArrayNode list) {
            if (holdsLists(type.getContentType())) {
                for (int index = 0; index < list.size(); index++) {
                    check(list.get(index), type.getContentType(), pointer + "/" + index, faults, removals);
                }
            }
        } else if (type.isMapLikeType() && node instanceof ObjectNode object) {
            if (holdsLists(type.getContentType())) {
                object.properties()
                        .forEach(entry -> check(
                                entry.getValue(),
                                type.getContentType(),
                                pointer + Fault.pointerTo(entry.getKey()),
                                faults,
                                removals));
            }
        } else if (isOurs(type) && node instanceof ObjectNode object) {
            for (Member member : membersOf(type)) {
                List<String> sent = member.names().stream().filter(object::has).toList();
                sent.forEach(name -> check(object, name, member, pointer, faults, removals));
                if (sent.size() > 1) {
                    faults.add(new Fault(
                            pointer + Fault.pointerTo(sent.get(1)),
                            "is another name of " + sent.get(0) + "; send one of them"));
                }
            }
        }
    }

    private void check(
            ObjectNode object, String name, Member member, String pointer, FaultList faults, List<Runnable> removals) {
        JsonNode value = object.get(name);
        if (value == null) {
            return;
        }
        boolean list = member.type().isCollectionLikeType() && value.isArray();
        boolean map = member.type().isMapLikeType() && value.isObject() && member.maxItems() < MAX_ITEMS;
        if ((list || map) && value.size() > member.maxItems()) {
            faults.add(new Fault(
                    pointer + Fault.pointerTo(name),
                    "has " + value.size() + (list ? " elements" : " members") + "; at most " + member.maxItems()
                            + " are accepted"));
            removals.add(() -> object.putNull(name));
        } else {
            check(value, member.type(), pointer + Fault.pointerTo(name), faults, removals);
        }
    }

    private List<Member> membersOf(JavaType type) {
        List<Member> known = members.get(type.getRawClass());
        if (known == null) {
            known = read(type);
            members.put(type.getRawClass(), known);
        }
        return known;
    }

    private List<Member> read(JavaType type) {
        List<Member> found = new ArrayList<>();
        BeanDescription bean = mapper.getDeserializationConfig().introspect(type);
        for (BeanPropertyDefinition property : bean.findProperties()) {
            AnnotatedMember accessor = property.getConstructorParameter() != null
                    ? property.getConstructorParameter()
                    : property.getPrimaryMember();
            if (accessor != null && holdsLists(accessor.getType())) {
                List<String> names = new ArrayList<>(List.of(property.getName()));
                property.findAliases().stream().map(PropertyName::getSimpleName).forEach(names::add);
                found.add(new Member(List.copyOf(names), accessor.getType(), maxItems(accessor, property)));
            }
        }
        return List.copyOf(found);
    }

    private static int maxItems(AnnotatedMember accessor, BeanPropertyDefinition property) {
        Size declared = accessor.getAnnotation(Size.class);
        if (declared == null && property.getField() != null) {
            declared = property.getField().getAnnotation(Size.class);
        }
        return declared == null ? MAX_ITEMS : Math.min(declared.max(), MAX_ITEMS);
    }

    /** Free JSON is bounded as a whole, by {@link dev.enlist.shared.validation.FreeJson}. */
    private static boolean holdsLists(@Nullable JavaType type) {
        return type != null && (type.isCollectionLikeType() || type.isMapLikeType() || isOurs(type));
    }

    private static boolean isOurs(JavaType type) {
        return type.getRawClass().getName().startsWith("dev.enlist.")
                && !type.getRawClass().isEnum();
    }
}
