-- Steps of workflows that another system does; see docs/decisions/0101-requests-to-other-systems.md.
create table workflow_task (
    id                  varchar(25) collate "C" primary key,
    workspace_id        varchar(25) collate "C" not null references workspace,
    enrollment_id       varchar(25) collate "C" not null references enrollment on delete cascade,
    program_instance_id varchar(25) collate "C" not null,
    workflow_slug       text        not null,
    workflow_version    int         not null,
    -- by which the process knows the step
    step_id             text        not null,
    -- the element of the diagram, and its name
    element_id          text        not null,
    element_name        text        not null,
    topic               text        not null,
    state               text        not null,
    -- what the step names of the application; may be personal data
    variables           jsonb       not null,
    -- JSON object from the name of a declared result to its type
    result_types        jsonb       not null,
    results             jsonb,
    -- how often it is tried again before it waits for a person: now, and as the step states it
    retries_left        int         not null,
    retries             int         not null,
    -- before the first retry, doubled with each failure
    retry_after_millis  bigint      not null,
    failures            int         not null,
    -- how often a worker locked it
    attempts            int         not null,
    -- the holder of the lock, or the last one
    worker_id           text,
    locked_until        timestamptz,
    -- of an open task: from when a worker may lock it; while it is locked, the end of the lock
    due_at              timestamptz,
    error_message       text,
    finished_at         timestamptz,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    version             int         not null,
    constraint workflow_task_state_known check (state in ('open', 'failed', 'completed', 'closed')),
    constraint workflow_task_due_while_open check ((state = 'open') = (due_at is not null)),
    constraint workflow_task_finished_once check ((state in ('completed', 'closed')) = (finished_at is not null))
);
-- the backlog of a topic, the longest waiting task first
create index workflow_task_due on workflow_task (workspace_id, topic, due_at, id) where state = 'open';
create index workflow_task_of_enrollment on workflow_task (enrollment_id, id);
create index workflow_task_list on workflow_task (workspace_id, id);
create index workflow_task_failed on workflow_task (workspace_id, id) where state = 'failed';
-- a step that waits has one task
create unique index workflow_task_step on workflow_task (step_id) where finished_at is null;
select bind_to_workspace('workflow_task');

-- Topics of requests that a key may work on; empty for all.
alter table api_key add column topics text[] not null default '{}';
