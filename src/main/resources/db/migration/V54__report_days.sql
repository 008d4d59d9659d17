-- Days of reports are days in a time zone: the spans day and month in that of the workspace (else of its organization,
-- else UTC); the spans instance-day and instance-month, which only an instance with a time zone of its own has, in that
-- of the instance. See docs/decisions/0068-days-of-reports.md.
alter table report_stage drop constraint report_stage_span_known,
    add constraint report_stage_span_known check (span in ('day', 'month', 'instance-day', 'instance-month', 'all'));
alter table report_duration drop constraint report_duration_span_known,
    add constraint report_duration_span_known check (span in ('day', 'month', 'instance-day', 'instance-month', 'all'));
alter table report_reason drop constraint report_reason_span_known,
    add constraint report_reason_span_known check (span in ('day', 'month', 'instance-day', 'instance-month', 'all'));
alter table report_decision drop constraint report_decision_span_known,
    add constraint report_decision_span_known check (span in ('day', 'month', 'instance-day', 'instance-month', 'all'));

-- What was counted by days of UTC is counted anew from the event log, where a time zone is stated.
create temporary table counted_anew on commit drop as
select w.id from workspace w join organization o on o.id = w.organization_id
where coalesce(w.time_zone, o.time_zone) is not null
   or exists (select 1 from program_instance i where i.workspace_id = w.id and i.time_zone is not null);
delete from report_stage where workspace_id in (select id from counted_anew);
delete from report_duration where workspace_id in (select id from counted_anew);
delete from report_reason where workspace_id in (select id from counted_anew);
delete from report_decision where workspace_id in (select id from counted_anew);
delete from report_position where workspace_id in (select id from counted_anew);

-- An instance that states a time zone for the first time takes over what was counted by the days of its workspace. The
-- lock of the position keeps the count from going on meanwhile.
create function keep_report_days() returns trigger language plpgsql as $$
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
    return null;
end $$;

create trigger keep_report_days after update of time_zone on program_instance
    for each row when (old.time_zone is null and new.time_zone is not null)
    execute function keep_report_days();
