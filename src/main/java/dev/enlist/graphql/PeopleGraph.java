package dev.enlist.graphql;

import dev.enlist.customer.CustomerService;
import dev.enlist.graphql.PersonNode.CustomerNode;
import dev.enlist.graphql.PersonNode.LeadNode;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import graphql.schema.DataFetchingEnvironment;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Queries and mutations of leads and customers. */
@Controller
class PeopleGraph {

    private final CustomerService people;

    PeopleGraph(CustomerService people) {
        this.people = people;
    }

    @Requires(value = Scope.PEOPLE_READ, of = Requires.Subject.CUSTOMER)
    @QueryMapping
    CustomerNode customer(DataFetchingEnvironment field) {
        return CustomerNode.of(people.customer(ArgumentBinder.id(field, "id", "customer")));
    }

    @Requires(value = Scope.PEOPLE_READ, limited = Requires.Limited.FILTERED)
    @QueryMapping
    NodeConnection<CustomerNode> customers(DataFetchingEnvironment field) {
        ListArguments arguments = ListArguments.of(field);
        return NodeConnection.of(
                people.listCustomers(arguments.query(), field.getArgument("q"), CustomerNode::of)
                        .data(),
                arguments.first());
    }

    @Requires(value = Scope.PEOPLE_READ, limited = Requires.Limited.PERSON)
    @QueryMapping
    LeadNode lead(DataFetchingEnvironment field) {
        return LeadNode.of(people.lead(ArgumentBinder.id(field, "id", "lead")));
    }

    @Requires(value = Scope.PEOPLE_READ, limited = Requires.Limited.FILTERED)
    @QueryMapping
    NodeConnection<LeadNode> leads(DataFetchingEnvironment field) {
        ListArguments arguments = ListArguments.of(field);
        return NodeConnection.of(
                people.listLeads(arguments.query(), field.getArgument("q"), LeadNode::of)
                        .data(),
                arguments.first());
    }
}
