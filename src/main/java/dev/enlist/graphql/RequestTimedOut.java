package dev.enlist.graphql;

import dev.enlist.shared.problem.Problem;

/** The request asks for more than can be answered in time; what was begun is answered. */
class RequestTimedOut extends Problem {

    RequestTimedOut() {
        super(Kind.UNPROCESSABLE, "query-too-slow", "This took too long. Ask for less at a time.");
    }
}
