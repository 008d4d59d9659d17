package dev.enlist.graphql;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.program.InstanceConfigService;
import dev.enlist.program.InstanceConfigService.TemplateMove;
import dev.enlist.program.ProgramDocuments;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.template.TemplateRef;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Queries and mutations of program instances. */
@Controller
class ProgramInstanceGraph {

    private static final String INSTANCE = "program instance";

    /** A migration to another template version, as a preview or as a result. */
    public record Move(
            boolean dryRun,
            @Nullable String from,
            String to,
            Object changes,
            List<Fault> faults,
            ProgramInstanceNode programInstance)
            implements IdentifiedNode {

        @Override
        public String id() {
            return programInstance.id();
        }
    }

    private final ProgramInstanceService instances;
    private final InstanceConfigService configs;
    private final ProgramDocuments documents;
    private final ArgumentBinder inputs;
    private final StrictJson json;
    private final AccessGate gate;

    ProgramInstanceGraph(
            ProgramInstanceService instances,
            InstanceConfigService configs,
            ProgramDocuments documents,
            ArgumentBinder inputs,
            StrictJson json,
            AccessGate gate) {
        this.instances = instances;
        this.configs = configs;
        this.documents = documents;
        this.inputs = inputs;
        this.json = json;
        this.gate = gate;
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @QueryMapping
    ProgramInstanceNode programInstance(DataFetchingEnvironment field) {
        return ProgramInstanceNode.of(instances.instance(id(field)));
    }

    @Requires(value = Scope.PROGRAMS_READ, limited = Requires.Limited.FILTERED)
    @QueryMapping
    NodeConnection<ProgramInstanceNode> programInstances(DataFetchingEnvironment field) {
        ListArguments arguments = ListArguments.of(field);
        return NodeConnection.of(
                instances
                        .list(
                                arguments.query(),
                                arguments.text("programSlug"),
                                arguments.flag("active"),
                                null,
                                ProgramInstanceNode::of)
                        .data(),
                arguments.first());
    }

    @Requires(Scope.PROGRAMS_WRITE)
    @MutationMapping
    ProgramInstanceNode createProgramInstance(DataFetchingEnvironment field) {
        return ProgramInstanceNode.of(instances.create(documents.instance(inputs.document(field)), gate.actor()));
    }

    @Requires(value = Scope.PROGRAMS_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @MutationMapping
    ProgramInstanceNode updateProgramInstance(DataFetchingEnvironment field) {
        JsonNode patch = inputs.document(field);
        ProgramInstance before = instances.instance(id(field));
        return ProgramInstanceNode.of(instances.revise(
                before.getId(),
                ArgumentBinder.tag(field),
                patch.path("config"),
                documents.instanceChange(before, patch),
                gate.actor()));
    }

    @Requires(value = Scope.PROGRAMS_WRITE, limited = Requires.Limited.PROGRAM_INSTANCE)
    @MutationMapping
    ProgramInstanceNode archiveProgramInstance(DataFetchingEnvironment field) {
        String id = id(field);
        instances.archive(id, ArgumentBinder.tag(field));
        return ProgramInstanceNode.of(instances.instance(id));
    }

    @Requires(value = Scope.PROGRAMS_WRITE, limited = Requires.Limited.PROGRAM_INSTANCE)
    @MutationMapping
    ProgramInstanceNode cloneProgramInstance(DataFetchingEnvironment field) {
        String id = id(field);
        return ProgramInstanceNode.of(configs.copy(id, documents.copy(id, inputs.document(field)), gate.actor()));
    }

    @Requires(value = Scope.PROGRAMS_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @MutationMapping
    ProgramInstanceNode inheritProgramInstanceConfig(DataFetchingEnvironment field) {
        String pointer = field.getArgument("pointer");
        return ProgramInstanceNode.of(configs.inherit(
                id(field), ArgumentBinder.tag(field), checked(pointer == null ? "" : pointer), gate.actor()));
    }

    private static String checked(String pointer) {
        try {
            return JsonPointer.compile(pointer).toString();
        } catch (IllegalArgumentException e) {
            throw new InvalidInput("/pointer", "must be a JSON pointer, such as /incentive/amount");
        }
    }

    @Requires(value = Scope.PROGRAMS_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @MutationMapping
    Move moveProgramInstanceToTemplate(DataFetchingEnvironment field) {
        TemplateRef to = TemplateRef.of(field.getArgument("templateVersion"))
                .orElseThrow(() ->
                        new InvalidInput("/templateVersion", "must be a version of a template, such as rebate@1"));
        boolean dryRun = Boolean.TRUE.equals(field.getArgument("dryRun"));
        TemplateMove move = configs.moveTo(id(field), ArgumentBinder.tag(field), to, dryRun, gate.actor());
        return new Move(
                dryRun,
                move.from(),
                move.to().toString(),
                json.toMap(move.changes()),
                move.faults(),
                ProgramInstanceNode.of(move.instance()));
    }

    private static String id(DataFetchingEnvironment field) {
        return ArgumentBinder.id(field, "id", INSTANCE);
    }
}
