package dev.enlist.graphql;

import dev.enlist.shared.AuditContext;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.AnswerScope;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.web.ResponseAttributes;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationCreateStateParameters;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.language.OperationDefinition;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLNamedType;
import graphql.schema.SelectedField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks the caller's scope before each field that a method resolves. The check comes before anything is read, so that
 * a refusal does not reveal what exists. A field without a declared scope is refused. Fields that are properties of an
 * already loaded node need no scope of their own.
 */
@Component
class FieldScopeInstrumentation extends SimplePerformantInstrumentation {

    private static final Set<String> ROOTS = Set.of("Query", "Mutation", "Subscription");

    /** Fields of the federation; {@link EntityGraph} checks the scope of each entity type. */
    private static final Set<String> OF_THE_GATEWAY = Set.of("_service", "_entities");

    private final AccessGate gate;
    private final FieldScopes scopes;
    private final long patience;

    FieldScopeInstrumentation(AccessGate gate, FieldScopes scopes, GraphProperties properties) {
        this.gate = gate;
        this.scopes = scopes;
        this.patience = properties.timeout().toNanos();
    }

    /** Start of the request. */
    private record Begun(long at) implements InstrumentationState {}

    @Override
    public InstrumentationState createState(InstrumentationCreateStateParameters parameters) {
        return new Begun(System.nanoTime());
    }

    @Override
    public DataFetcher<?> instrumentDataFetcher(
            DataFetcher<?> fetcher,
            InstrumentationFieldFetchParameters parameters,
            @Nullable InstrumentationState state) {
        if (parameters.isTrivialDataFetcher()
                && parameters.getExecutionStepInfo().getPath().getLevel() > 1) {
            // checked first: most fields are properties, and any further check of them would cost time
            return fetcher;
        }
        String type = ((GraphQLNamedType) parameters.getEnvironment().getParentType()).getName();
        String field = parameters.getEnvironment().getFieldDefinition().getName();
        boolean root = ROOTS.contains(type);
        // names with this prefix belong to introspection or to the federation
        if (field.startsWith("__") || type.startsWith("_")) {
            return fetcher;
        }
        long begun = state instanceof Begun then ? then.at() : System.nanoTime();
        return environment -> {
            if (root && OF_THE_GATEWAY.contains(field)) {
                refuseOtherThanObjects(environment);
                return fetcher.get(environment);
            }
            admit(type, field, root, environment);
            refuseUnreadable(environment);
            stopIfLate(environment, begun);
            return type.equals("Mutation") ? change(fetcher, field, environment) : fetcher.get(environment);
        };
    }

    private void admit(String type, String field, boolean root, DataFetchingEnvironment environment) {
        Optional<FieldScopes.Ask> ask = scopes.of(type, field);
        Optional<Requires> requires = ask.flatMap(FieldScopes.Ask::requires);
        if (requires.isPresent()) {
            if (root) {
                gate.admit(requires.get(), id(environment));
                mustReadWhatIsSelected(requires.get().value(), environment);
            } else {
                gate.admit(requires.get(), source(requires.get(), environment));
            }
        } else if (ask.isEmpty() || !ask.get().anyCaller()) {
            gate.refuse();
        }
    }

    /**
     * Runs before a mutation changes anything: a caller without the read scope may select only the fields that every
     * caller may read.
     */
    private void mustReadWhatIsSelected(Scope scope, DataFetchingEnvironment environment) {
        if (scope.reading() != scope
                && environment.getSelectionSet().getImmediateFields().stream()
                        .map(SelectedField::getName)
                        .anyMatch(name -> !name.startsWith("__") && !AnswerScope.ALWAYS_SHOWN.contains(name))) {
            gate.mustHave(scope.reading());
        }
    }

    private static String id(DataFetchingEnvironment environment) {
        Object instance = environment.getArgument("programInstanceId");
        return String.valueOf(instance == null ? environment.<Object>getArgument("id") : instance);
    }

    /** The type whose scope applies to the field. */
    private static AccessGate.Named source(Requires requires, DataFetchingEnvironment environment) {
        if (environment.getSource() instanceof EnrollmentNode enrollment) {
            String id =
                    switch (requires.of()) {
                        case PROGRAM_INSTANCE -> enrollment.programInstanceId();
                        case CUSTOMER -> String.valueOf(enrollment.customerId());
                        case ENROLLMENT, WORKSPACE -> enrollment.id();
                    };
            return new AccessGate.Named(id, () -> Optional.of(enrollment.owner()));
        }
        String id = environment.getSource() instanceof IdentifiedNode source ? source.id() : "";
        return new AccessGate.Named(id, Optional::empty);
    }

    /** Refuses arguments with texts that PostgreSQL cannot store. */
    private static void refuseUnreadable(DataFetchingEnvironment environment) {
        List<Fault> faults = new ArrayList<>();
        environment.getArguments().forEach((name, value) -> ArgumentTextValidator.look("/" + name, value, faults));
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }

    /** The scalar of the keys takes any value; the resolver of the library fails on one that is not an object. */
    private static void refuseOtherThanObjects(DataFetchingEnvironment environment) {
        List<?> keys = environment.getArgumentOrDefault(EntityGraph.KEYS, List.of());
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (!(keys.get(i) instanceof Map)) {
                faults.add(new Fault(
                        "/" + EntityGraph.KEYS + "/" + i,
                        "must be an object with __typename and the key of the entity"));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }

    private void stopIfLate(DataFetchingEnvironment environment, long begun) {
        boolean lasts =
                environment.getOperationDefinition().getOperation() == OperationDefinition.Operation.SUBSCRIPTION;
        if (!lasts && System.nanoTime() - begun > patience) {
            throw new RequestTimedOut();
        }
    }

    private static Object change(DataFetcher<?> fetcher, String field, DataFetchingEnvironment environment)
            throws Exception {
        try (AuditContext.Entered ignored =
                AuditContext.enter(AuditContext.current().within("mutation " + field))) {
            Object changed = fetcher.get(environment);
            Object id = changed instanceof IdentifiedNode made ? made.id() : environment.getArgument("id");
            if (id != null) {
                ResponseAttributes.about(id.toString());
            }
            return changed;
        }
    }
}
