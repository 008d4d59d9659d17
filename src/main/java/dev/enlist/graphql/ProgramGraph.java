package dev.enlist.graphql;

import dev.enlist.program.Program;
import dev.enlist.program.ProgramDocuments;
import dev.enlist.program.ProgramFilter;
import dev.enlist.program.ProgramService;
import dev.enlist.program.Visibility;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.validation.UsStates;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Queries of programs. */
@Controller
class ProgramGraph {

    private final ProgramService programs;
    private final ProgramDocuments documents;
    private final ArgumentBinder inputs;

    ProgramGraph(ProgramService programs, ProgramDocuments documents, ArgumentBinder inputs) {
        this.programs = programs;
        this.documents = documents;
        this.inputs = inputs;
    }

    @Requires(Scope.PROGRAMS_READ)
    @QueryMapping
    ProgramNode program(DataFetchingEnvironment field) {
        boolean byId = field.getArgument("id") != null;
        if (byId == (field.getArgument("slug") != null)) {
            throw new InvalidInput("", "takes either id or slug");
        }
        if (!byId) {
            return ProgramNode.of(programs.bySlug(ArgumentBinder.slug(field, "program")));
        }
        String id = ArgumentBinder.id(field, "id", "program");
        Program program = programs.byIds(List.of(id)).get(id);
        if (program == null) {
            throw new NotFound("program");
        }
        return ProgramNode.of(program);
    }

    @Requires(Scope.PROGRAMS_READ)
    @QueryMapping
    NodeConnection<ProgramNode> programs(DataFetchingEnvironment field) {
        Map<String, Object> filter = ListArguments.filter(field);
        List<Fault> faults = new ArrayList<>();
        if (filter.get("state") instanceof String state && !UsStates.isCode(state)) {
            faults.add(
                    new Fault("/filter/state", "must be the two-letter code of a US state or territory, such as NY"));
        }
        ListArguments arguments = ListArguments.of(field, faults);
        String visibility = arguments.text("visibility");
        ProgramFilter wanted = new ProgramFilter(
                arguments.text("state"),
                visibility == null ? null : Visibility.ofWire(visibility),
                arguments.text("type"),
                (Integer) filter.get("year"),
                arguments.flag("active"),
                false,
                arguments.text("q"),
                null);
        return NodeConnection.of(
                programs.list(arguments.query(), wanted, ProgramNode::of).data(), arguments.first());
    }

    @Requires(Scope.PROGRAMS_WRITE)
    @MutationMapping
    ProgramNode createProgram(DataFetchingEnvironment field) {
        return ProgramNode.of(programs.create(documents.program(inputs.document(field))));
    }

    @Requires(Scope.PROGRAMS_WRITE)
    @MutationMapping
    ProgramNode updateProgram(DataFetchingEnvironment field) {
        return ProgramNode.of(programs.revise(
                ArgumentBinder.slug(field, "program"),
                ArgumentBinder.tag(field),
                documents.programChange(inputs.document(field))));
    }

    @Requires(Scope.PROGRAMS_WRITE)
    @MutationMapping
    String deleteProgram(DataFetchingEnvironment field) {
        String slug = ArgumentBinder.slug(field, "program");
        programs.delete(slug, ArgumentBinder.tag(field));
        return slug;
    }
}
