package dev.enlist.process;

/** Names in {@code bpmn/program-instance-end.bpmn} that code speaks of. A test holds them against the model. */
public final class ProgramInstanceEndProcess {

    public static final String KEY = "program-instance-end";

    /** Correlated by the business key, which is the id of the program instance. */
    public static final String END_MOVED = "program-instance.end-moved";

    /** ISO 8601 moment, or null once open-ended. Transient: the engine keeps the due date. */
    public static final String ENDS_AT = "endsAt";

    /** Whether a further round is needed. Transient. */
    public static final String MORE_LEFT = "moreLeft";

    private ProgramInstanceEndProcess() {}
}
