-- Sums for time series, conversion by dimension and the process report; see docs/decisions/0097-time-series-and-forecasts.md.
-- Days and spans are those of report_stage.

-- How often enrollments moved from a status to another on a day, in total (dimension '') and by state, manufacturer, tag
-- and source. from_status is empty for a new enrollment; to_status is 'erased' when one is erased.
create table report_flow (
    workspace_id        varchar(25) collate "C" not null references workspace,
    span                text             not null,
    dimension           text             not null,
    value               text collate "C" not null,
    program_instance_id varchar(25) collate "C" not null,
    starts              date             not null,
    from_status         text             not null,
    to_status           text             not null,
    amount              bigint           not null,
    primary key (workspace_id, span, dimension, value, program_instance_id, starts, from_status, to_status),
    constraint report_flow_span_known check (span in ('day', 'month', 'instance-day', 'instance-month', 'all')),
    constraint report_flow_dimension_known check (dimension in ('', 'state', 'manufacturer', 'tag', 'source'))
);
select bind_to_workspace('report_flow');
-- For the removal of values that no enrollment has any more.
create index report_flow_values on report_flow (workspace_id, program_instance_id, dimension, value)
    where dimension in ('manufacturer', 'tag') and span = 'all';

-- How many enrollments that began on a day ever reached a stage, by state, manufacturer, tag and source.
create table report_stage_dimension (
    workspace_id        varchar(25) collate "C" not null references workspace,
    span                text             not null,
    dimension           text             not null,
    value               text collate "C" not null,
    program_instance_id varchar(25) collate "C" not null,
    starts              date             not null,
    stage               text             not null,
    reached             bigint           not null,
    primary key (workspace_id, span, dimension, value, program_instance_id, starts, stage),
    constraint report_stage_dimension_span_known
        check (span in ('day', 'month', 'instance-day', 'instance-month', 'all')),
    constraint report_stage_dimension_known check (dimension in ('state', 'manufacturer', 'tag', 'source'))
);
select bind_to_workspace('report_stage_dimension');

-- The event log is counted again from its beginning, for the new sums and the old ones.
-- FORCE is lifted for that, since the owner would find no rows otherwise.
alter table report_stage no force row level security;
alter table report_duration no force row level security;
alter table report_reason no force row level security;
alter table report_decision no force row level security;
alter table report_position no force row level security;
delete from report_stage;
delete from report_duration;
delete from report_reason;
delete from report_decision;
delete from report_position;
alter table report_stage force row level security;
alter table report_duration force row level security;
alter table report_reason force row level security;
alter table report_decision force row level security;
alter table report_position force row level security;

-- As in V54, with the new tables.
create or replace function keep_report_days() returns trigger language plpgsql as $$
begin
    perform 1 from report_position where workspace_id = new.workspace_id for update;
    delete from report_stage where workspace_id = new.workspace_id and program_instance_id = new.id
        and span in ('instance-day', 'instance-month');
    delete from report_duration where workspace_id = new.workspace_id and program_instance_id = new.id
        and span in ('instance-day', 'instance-month');
    delete from report_reason where workspace_id = new.workspace_id and program_instance_id = new.id
        and span in ('instance-day', 'instance-month');
    delete from report_decision where workspace_id = new.workspace_id and program_instance_id = new.id
        and span in ('instance-day', 'instance-month');
    delete from report_flow where workspace_id = new.workspace_id and program_instance_id = new.id
        and span in ('instance-day', 'instance-month');
    delete from report_stage_dimension where workspace_id = new.workspace_id and program_instance_id = new.id
        and span in ('instance-day', 'instance-month');
    insert into report_stage (workspace_id, span, program_instance_id, starts, stage, reached, standing)
        select workspace_id, 'instance-' || span, program_instance_id, starts, stage, reached, standing
        from report_stage
        where workspace_id = new.workspace_id and program_instance_id = new.id and span in ('day', 'month');
    insert into report_duration (workspace_id, span, program_instance_id, starts, from_status, bucket, amount,
                                 total_millis, longest_millis)
        select workspace_id, 'instance-' || span, program_instance_id, starts, from_status, bucket, amount,
               total_millis, longest_millis
        from report_duration
        where workspace_id = new.workspace_id and program_instance_id = new.id and span in ('day', 'month');
    insert into report_reason (workspace_id, span, program_instance_id, starts, status, by_type, code, rule_set_slug,
                               rule_set_version, amount)
        select workspace_id, 'instance-' || span, program_instance_id, starts, status, by_type, code, rule_set_slug,
               rule_set_version, amount
        from report_reason
        where workspace_id = new.workspace_id and program_instance_id = new.id and span in ('day', 'month');
    insert into report_decision (workspace_id, span, program_instance_id, starts, by_type, by_id, status, bucket,
                                 amount, longest_millis)
        select workspace_id, 'instance-' || span, program_instance_id, starts, by_type, by_id, status, bucket,
               amount, longest_millis
        from report_decision
        where workspace_id = new.workspace_id and program_instance_id = new.id and span in ('day', 'month');
    insert into report_flow (workspace_id, span, dimension, value, program_instance_id, starts, from_status, to_status,
                             amount)
        select workspace_id, 'instance-' || span, dimension, value, program_instance_id, starts, from_status,
               to_status, amount
        from report_flow
        where workspace_id = new.workspace_id and program_instance_id = new.id and span in ('day', 'month');
    insert into report_stage_dimension (workspace_id, span, dimension, value, program_instance_id, starts, stage,
                                        reached)
        select workspace_id, 'instance-' || span, dimension, value, program_instance_id, starts, stage, reached
        from report_stage_dimension
        where workspace_id = new.workspace_id and program_instance_id = new.id and span in ('day', 'month');
    return null;
end $$;
