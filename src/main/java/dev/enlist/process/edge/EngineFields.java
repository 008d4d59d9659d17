package dev.enlist.process.edge;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The query parameters and JSON members that the engine's pages send, by resource. A name that is missing here is
 * refused, also one that a later version of the engine would understand. No name ends in {@code Expression}.
 */
final class EngineFields {

    private EngineFields() {}

    /** Paging and sorting. */
    static final Set<String> PAGE = with(
            of("firstResult", "maxResults", "sortBy", "sortOrder", "sorting", "parameters", "type"),
            // the tab of jobs in Cockpit writes its order so
            of("sorting[sortBy]", "sorting[sortOrder]"));

    /** A condition on a variable. */
    static final Set<String> CONDITION = of("name", "variable", "operator", "value", "deserializeValues");

    /** Task search and filters of Tasklist. */
    static final Set<String> TASKS = with(
            PAGE,
            CONDITION,
            of(
                    "active suspended assigned unassigned assignee assigneeIn assigneeLike assigneeNotIn owner",
                    "involvedUser candidateUser candidateGroup candidateGroupLike candidateGroups includeAssignedTasks",
                    "withCandidateGroups withCandidateUsers withoutCandidateGroups withoutCandidateUsers",
                    "taskId taskIdIn taskDefinitionKey taskDefinitionKeyIn taskDefinitionKeyLike taskDefinitionKeyNotIn",
                    "nameLike nameNotEqual nameNotLike description descriptionLike delegationState",
                    "priority maxPriority minPriority tenantIdIn withoutTenantId",
                    "created createdAfter createdBefore createdOn updatedAfter due dueAfter dueBefore dueDate",
                    "followUp followUpAfter followUpBefore followUpBeforeOrNotExistent followUpDate withoutDueDate",
                    "executionId activityInstanceIdIn processInstanceId processInstanceIdIn",
                    "processInstanceBusinessKey processInstanceBusinessKeyIn processInstanceBusinessKeyLike",
                    "processDefinitionId processDefinitionKey processDefinitionKeyIn processDefinitionName",
                    "processDefinitionNameLike processVariables taskVariables caseInstanceVariables",
                    "caseInstanceId caseInstanceBusinessKey caseInstanceBusinessKeyLike caseDefinitionId",
                    "caseDefinitionKey caseDefinitionName caseDefinitionNameLike orQueries",
                    "variableNamesIgnoreCase variableValuesIgnoreCase withCommentAttachmentInfo",
                    "withTaskVariablesInReturn withTaskLocalVariablesInReturn variableNames"));

    static final Set<String> FILTERS = with(PAGE, of("filterId name nameLike owner resourceType itemCount"));

    static final Set<String> PEOPLE = with(
            PAGE,
            of(
                    "id idIn firstName firstNameLike lastName lastNameLike email emailLike memberOfGroup memberOfTenant",
                    "name nameLike member userId userMember groupMember includingGroupsOfUser"));

    static final Set<String> PERMISSION =
            of("permissionName permissionValue resourceName resourceType resourceId userId");

    /** Process and decision definitions. */
    static final Set<String> DEFINITIONS = with(
            PAGE,
            of(
                    "active suspended category categoryLike key keyLike keysIn name nameLike version latest latestVersion",
                    "ver versionTag versionTagLike withoutVersionTag deploymentId deployedAfter deployedAt",
                    "resourceName resourceNameLike tenantIdIn withoutTenantId",
                    "includeProcessDefinitionsWithoutTenantId includeDecisionDefinitionsWithoutTenantId",
                    "includeDecisionRequirementsDefinitionsWithoutTenantId",
                    "processDefinitionId processDefinitionIdIn decisionDefinitionId decisionDefinitionIdIn",
                    "decisionRequirementsDefinitionId decisionRequirementsDefinitionIdIn",
                    "decisionRequirementsDefinitionKey withoutDecisionRequirementsDefinition",
                    "startableBy startableInTasklist notStartableInTasklist startablePermissionCheck",
                    "incidentId incidentType incidentMessage incidentMessageLike failedJobs incidents rootIncidents",
                    "id source withoutSource before after includeDeploymentsWithoutTenantId cascade"));

    /** Processes, jobs and incidents in Cockpit. */
    static final Set<String> RUNNING = with(
            PAGE,
            CONDITION,
            of(
                    "active suspended acquired executable timers messages withException exceptionMessage noRetriesLeft",
                    "withRetriesLeft withIncident variables variableName variableNameLike variableValues",
                    "variableNamesIgnoreCase variableValuesIgnoreCase variableScopeIdIn processVariables orQueries",
                    "activityId activityIdIn activityInstanceIdIn failedActivityId taskIdIn",
                    "businessKey businessKeyLike caseInstanceId caseInstanceIdIn caseExecutionIdIn batchIdIn batchId",
                    "executionId executionIdIn processInstanceId processInstanceIdIn processInstanceIds",
                    "parentProcessInstanceId parentProcessDefinitionId superProcessInstance superCaseInstance",
                    "subProcessInstance subCaseInstance rootProcessInstanceId rootProcessInstances",
                    "leafProcessInstances processDefinitionId processDefinitionIdIn processDefinitionKey",
                    "processDefinitionKeyIn processDefinitionKeyNotIn processDefinitionWithoutTenantId deploymentId",
                    "incidentId incidentType incidentMessage incidentMessageLike incidentTimestampAfter",
                    "incidentTimestampBefore causeIncidentId rootCauseIncidentId configuration",
                    "jobId jobIds jobDefinitionId jobDefinitionIdIn jobType jobConfiguration createTimes dueDates",
                    "withOverridingJobPriority priorityHigherThanOrEquals priorityLowerThanOrEquals",
                    "messageEventSubscriptionName signalEventSubscriptionName eventName eventType",
                    "tenantIdIn withoutTenantId includeJobsWithoutTenantId includeJobDefinitionsWithoutTenantId",
                    "startedAfter startedBefore finishedAfter finishedBefore finished unfinished"));

    /** For every resource that an administrator reads in Cockpit. */
    static final Set<String> READ_BY_ADMINISTRATORS = with(
            TASKS,
            FILTERS,
            PEOPLE,
            PERMISSION,
            DEFINITIONS,
            RUNNING,
            of("userIdIn groupIdIn resourceType startDate endDate"));

    /** Splits names at blanks. */
    private static Set<String> of(String... names) {
        Set<String> all = new TreeSet<>();
        for (String some : names) {
            all.addAll(Arrays.asList(some.split(" ")));
        }
        return Set.copyOf(all);
    }

    @SafeVarargs
    private static Set<String> with(Collection<String>... sets) {
        Set<String> all = new TreeSet<>();
        for (Collection<String> set : sets) {
            all.addAll(set);
        }
        return Set.copyOf(all);
    }
}
