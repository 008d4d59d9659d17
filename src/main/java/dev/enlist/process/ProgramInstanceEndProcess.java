package dev.enlist.process;

/** Names in {@code bpmn/program-instance-end.bpmn} that the code uses. A test compares them with the model. */
public final class ProgramInstanceEndProcess {

    public static final String KEY = "program-instance-end";

    /** Message; correlated by the business key, which is the id of the program instance. */
    public static final String END_MOVED = "program-instance.end-moved";

    /** ISO 8601 timestamp, or null for an open end. Transient: the engine stores the due date. */
    public static final String ENDS_AT = "endsAt";

    /** Whether another chunk is needed. Transient. */
    public static final String MORE_LEFT = "moreLeft";

    private ProgramInstanceEndProcess() {}
}
