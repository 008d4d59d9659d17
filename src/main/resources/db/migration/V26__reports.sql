-- What the reports are read from: sums over the event log, folded in the background; see
-- docs/decisions/0041-reports.md. Nothing here is written by those who enroll, submit or decide.
--
-- Each sum is kept three times, so that a report reads few rows however long its period is: of the day, of the
-- month, and of all time, whose day is -infinity. Days are those of UTC.

-- How far the feed of each workspace is folded. Moved in the transaction that adds to the sums, by whoever holds the
-- lock of the row: so every event counts once. Begins before the first event, which is how the past is counted.
create table report_position (
    workspace_id  varchar(25) collate "C" primary key references workspace,
    feed_epoch    bigint      not null default 0,
    feed_position bigint      not null default 0,
    -- everything committed before this moment is counted
    complete_to   timestamptz,
    -- becomes complete_to once everything below this epoch is over and folded
    mark_at       timestamptz,
    mark_epoch    bigint
);
select bind_to_workspace('report_position');

-- How many enrollments that began on a day ever reached a stage, and how many stand there. A stage is a status, or
-- evaluated (eligible or ineligible), decided (approved or rejected), or erased.
create table report_stage (
    workspace_id        varchar(25) collate "C" not null references workspace,
    span                text        not null,
    program_instance_id varchar(25) collate "C" not null,
    starts              date        not null,
    stage               text        not null,
    reached             bigint      not null,
    standing            bigint      not null,
    primary key (workspace_id, span, program_instance_id, starts, stage),
    constraint report_stage_span_known check (span in ('day', 'month', 'all'))
);
select bind_to_workspace('report_stage');

-- How long enrollments that left a status on a day had stood there: counted by classes of their logarithm.
create table report_duration (
    workspace_id        varchar(25) collate "C" not null references workspace,
    span                text        not null,
    program_instance_id varchar(25) collate "C" not null,
    starts              date        not null,
    from_status         text        not null,
    bucket              int         not null,
    amount              bigint      not null,
    total_millis        bigint      not null,
    longest_millis      bigint      not null,
    primary key (workspace_id, span, program_instance_id, starts, from_status, bucket),
    constraint report_duration_span_known check (span in ('day', 'month', 'all'))
);
select bind_to_workspace('report_duration');

-- Why people were turned away or left, by code. Never by what somebody wrote: erasure could not reach it here.
create table report_reason (
    workspace_id        varchar(25) collate "C" not null references workspace,
    span                text        not null,
    program_instance_id varchar(25) collate "C" not null,
    starts              date        not null,
    status              text        not null,
    by_type             text        not null,
    -- empty and 0 where there is none
    code                text        not null,
    rule_set_slug       text        not null,
    rule_set_version    int         not null,
    amount              bigint      not null,
    primary key (workspace_id, span, program_instance_id, starts, status, by_type, code, rule_set_slug,
                 rule_set_version),
    constraint report_reason_span_known check (span in ('day', 'month', 'all'))
);
select bind_to_workspace('report_reason');

-- Who decided on a day, and how long that had been waited for. The id of the user or key; empty where the
-- enrollment was erased before it was counted.
create table report_decision (
    workspace_id        varchar(25) collate "C" not null references workspace,
    span                text        not null,
    program_instance_id varchar(25) collate "C" not null,
    starts              date        not null,
    by_type             text        not null,
    by_id               text        not null,
    status              text        not null,
    bucket              int         not null,
    amount              bigint      not null,
    longest_millis      bigint      not null,
    primary key (workspace_id, span, program_instance_id, starts, by_type, by_id, status, bucket),
    constraint report_decision_span_known check (span in ('day', 'month', 'all'))
);
select bind_to_workspace('report_decision');
