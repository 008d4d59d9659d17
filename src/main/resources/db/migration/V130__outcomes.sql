-- What participations bring: quantities by metric, period and source. An entry is never changed: a correction adds
-- another one that supersedes it.
create table outcome (
    id                  varchar(25) collate "C" primary key,
    workspace_id        varchar(25) collate "C" not null references workspace,
    program_instance_id varchar(25) collate "C" not null references program_instance,
    -- null once the person was erased: the quantity stays without identity
    enrollment_id       varchar(25) collate "C" references enrollment on delete set null,
    metric              text        not null,
    unit                text        not null,
    method              text        not null,
    value               numeric(24, 6) not null,
    -- both days count
    period_from         date        not null,
    period_to           date        not null,
    source              text        not null,
    -- of a deemed value that was computed
    formula             text,
    -- why it corrects the entry that it supersedes
    reason              text,
    supersedes_id       varchar(25) collate "C",
    superseded_at       timestamptz,
    -- the day on which the person left, kept when the enrollment is erased
    left_on             date,
    by_type             text        not null,
    by_id               text        not null,
    by_name             text        not null,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    version             int         not null,
    constraint outcome_method_known check (method in ('deemed', 'measured')),
    constraint outcome_period_ordered check (period_from <= period_to),
    constraint outcome_corrected_once unique (supersedes_id)
);
create index outcome_of_enrollment on outcome (enrollment_id, id) where enrollment_id is not null;
create index outcome_report on outcome (workspace_id, program_instance_id, metric, period_from) where superseded_at is null;
create index outcome_list on outcome (workspace_id, id);
select bind_to_workspace('outcome');

-- Enrollments whose deemed values are to be computed. Rows are only added and deleted, so no transaction waits for
-- another one.
create table deemed_outcome_task (
    enrollment_id varchar(25) collate "C" primary key references enrollment on delete cascade,
    workspace_id  varchar(25) collate "C" not null references workspace,
    created_at    timestamptz not null
);
create index deemed_outcome_task_next on deemed_outcome_task (workspace_id, enrollment_id);
select bind_to_workspace('deemed_outcome_task');

-- Of an erased person the current quantities stay, without source, reason and link to the enrollment.
create function keep_outcomes_without_identity() returns trigger language plpgsql as $$
begin
    delete from outcome where enrollment_id = old.id and superseded_at is not null;
    update outcome
    set enrollment_id = null, supersedes_id = null, source = 'erased', reason = null,
        left_on = case when old.status = 'unenrolled' then (old.exit_requested_at at time zone 'UTC')::date end
    where enrollment_id = old.id;
    return old;
end $$;
create trigger enrollment_deleted_keeps_outcomes before delete on enrollment
    for each row execute function keep_outcomes_without_identity();
