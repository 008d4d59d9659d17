package dev.enlist.process;

import dev.enlist.campaign.CampaignSchedule;
import java.time.Instant;
import java.util.Locale;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;

/** Names in {@code bpmn/campaign-lifecycle.bpmn} that the code uses. A test compares them with the model. */
public final class CampaignProcess {

    public static final String KEY = "campaign-lifecycle";

    /** Message; correlated by the business key, which is the id of the campaign. */
    public static final String MOVED = "campaign.moved";

    /** The next transition of the campaign: start, complete, person or nothing. Transient. */
    public static final String NEXT_MOVE = "nextMove";

    /** ISO 8601 timestamp. Transient: the engine stores the due date. */
    public static final String DUE_AT = "dueAt";

    private CampaignProcess() {}

    public static VariableMap awaiting(CampaignSchedule schedule) {
        Instant due = schedule.dueAt();
        return Variables.createVariables()
                .putValueTyped(
                        NEXT_MOVE, Variables.stringValue(schedule.next().name().toLowerCase(Locale.ROOT), true))
                .putValueTyped(DUE_AT, Variables.stringValue(due == null ? null : due.toString(), true));
    }
}
