package dev.enlist.graphql;

import dev.enlist.shared.problem.Problem;

/** The request cannot be answered within the time limit. Fields that were already begun are answered. */
class RequestTimedOut extends Problem {

    RequestTimedOut() {
        super(Kind.UNPROCESSABLE, "query-too-slow", "This took too long. Ask for less at a time.");
    }
}
