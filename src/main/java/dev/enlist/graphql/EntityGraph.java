package dev.enlist.graphql;

import dev.enlist.customer.CustomerService;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.graphql.PersonNode.CustomerNode;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.program.ProgramService;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.Slugs;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Binding;
import dev.enlist.shared.access.EnrollmentOwners;
import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.NotFound;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.federation.EntityMapping;
import org.springframework.stereotype.Controller;

/**
 * Entities that a federation gateway requests by key, all of one type at once. An entity that does not exist, belongs
 * to another workspace or is out of reach of a bound API key is null; the answer does not tell these cases apart.
 */
@Controller
class EntityGraph {

    static final String KEYS = "representations";

    private final ProgramService programs;
    private final ProgramInstanceService instances;
    private final EnrollmentQueries enrollments;
    private final CustomerService people;
    private final AccessGate gate;
    private final EnrollmentOwners owners;

    EntityGraph(
            ProgramService programs,
            ProgramInstanceService instances,
            EnrollmentQueries enrollments,
            CustomerService people,
            AccessGate gate,
            EnrollmentOwners owners) {
        this.programs = programs;
        this.instances = instances;
        this.enrollments = enrollments;
        this.people = people;
        this.gate = gate;
        this.owners = owners;
    }

    @Requires(Scope.PROGRAMS_READ)
    @EntityMapping("Program")
    List<@Nullable ProgramNode> programs(DataFetchingEnvironment field) {
        gate.mustHave(Scope.PROGRAMS_READ);
        boolean bound = gate.binding().isBound();
        List<Map<String, Object>> keys = keys(field, "Program");
        Map<String, ProgramNode> found = new HashMap<>();
        if (!bound) {
            programs.byIds(ids(keys)).forEach((id, program) -> found.put(id, ProgramNode.of(program)));
            keys.stream()
                    .filter(key -> key.get("id") == null)
                    .map(key -> String.valueOf(key.get("slug")))
                    .filter(slug -> slug.matches(Slugs.PATTERN))
                    .distinct()
                    .forEach(slug -> bySlug(slug, found));
        }
        return keys.stream()
                .map(key -> found.get(String.valueOf(key.getOrDefault("id", key.get("slug")))))
                .toList();
    }

    /**
     * Looks up programs by slug, one at a time: the organization's own program has precedence over a public one with
     * the same slug.
     */
    private void bySlug(String slug, Map<String, ProgramNode> found) {
        try {
            found.put(slug, ProgramNode.of(programs.bySlug(slug)));
        } catch (NotFound e) {
            // null, as for every entity that does not exist
        }
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @EntityMapping("ProgramInstance")
    List<@Nullable ProgramInstanceNode> programInstances(DataFetchingEnvironment field) {
        gate.mustHave(Scope.PROGRAMS_READ);
        Binding binding = gate.binding();
        InstanceLimit limit = gate.limit();
        return found(
                field,
                "ProgramInstance",
                ids -> nodes(instances.byIds(ids), ProgramInstanceNode::of),
                node -> binding.reachesProgramInstance(node.id()) && limit.allows(node.id()));
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @EntityMapping("Enrollment")
    List<@Nullable EnrollmentNode> enrollments(DataFetchingEnvironment field) {
        gate.mustHave(Scope.ENROLLMENTS_READ);
        Binding binding = gate.binding();
        InstanceLimit limit = gate.limit();
        return found(
                field,
                "Enrollment",
                this::enrollmentNodes,
                node -> binding.reaches(node.owner())
                        && limit.allows(node.owner().programInstanceId()));
    }

    private Map<String, EnrollmentNode> enrollmentNodes(Collection<String> ids) {
        Map<String, Enrollment> found = enrollments.byIds(ids);
        Map<String, List<EnrollmentStatus>> allowed = enrollments.allowedTransitions(found.values());
        return nodes(
                found,
                enrollment -> EnrollmentNode.of(enrollment, Objects.requireNonNull(allowed.get(enrollment.getId()))));
    }

    @Requires(value = Scope.PEOPLE_READ, of = Requires.Subject.CUSTOMER)
    @EntityMapping("Customer")
    List<@Nullable CustomerNode> customers(DataFetchingEnvironment field) {
        gate.mustHave(Scope.PEOPLE_READ);
        Binding binding = gate.binding();
        InstanceLimit limit = gate.limit();
        return found(
                field,
                "Customer",
                ids -> nodes(people.knownCustomers(ids), CustomerNode::of),
                node -> binding.reachesCustomer(node.id())
                        && (!limit.isLimited() || owners.takesPart(node.id(), limit.programInstanceIds())));
    }

    private static <T extends IdentifiedNode> List<@Nullable T> found(
            DataFetchingEnvironment field,
            String type,
            Function<List<String>, Map<String, T>> lookUp,
            Predicate<T> reached) {
        List<Map<String, Object>> keys = keys(field, type);
        Map<String, T> known = lookUp.apply(ids(keys));
        List<@Nullable T> answer = new ArrayList<>();
        for (Map<String, Object> key : keys) {
            T node = known.get(String.valueOf(key.get("id")));
            answer.add(node != null && reached.test(node) ? node : null);
        }
        return answer;
    }

    private static <E, T> Map<String, T> nodes(Map<String, E> entities, Function<E, T> shape) {
        Map<String, T> nodes = new HashMap<>();
        entities.forEach((id, entity) -> nodes.put(id, shape.apply(entity)));
        return nodes;
    }

    /** The keys of this type, in the order in which the gateway expects the answers. */
    private static List<Map<String, Object>> keys(DataFetchingEnvironment field, String type) {
        List<Map<String, Object>> all = field.getArgument(KEYS);
        return all.stream().filter(key -> type.equals(key.get("__typename"))).toList();
    }

    private static List<String> ids(List<Map<String, Object>> keys) {
        return keys.stream()
                .map(key -> key.get("id"))
                .filter(id -> id instanceof String text && Cuid.isCuid(text))
                .map(String::valueOf)
                .distinct()
                .toList();
    }
}
