-- Background jobs; see docs/decisions/0071-jobs-on-db-scheduler.md.

-- The table of db-scheduler, as the library describes it for PostgreSQL. One row for each kind of job and workspace that
-- has work: the name of the row is the id of the workspace. It holds no data of any person and belongs to no workspace.
create table scheduled_tasks (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    constraint scheduled_tasks_pkey primary key (task_name, task_instance)
);
create index scheduled_tasks_due on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);

-- Work that a transaction created. Rows are only added and deleted, so no transaction waits for another one. Any node
-- turns them into rows of scheduled_tasks. The node works in no workspace then, so this table is not bound to one.
create table job_signal (
    id           bigint generated always as identity,
    -- a kind of job, or a topic that starts several
    kind         text not null,
    workspace_id varchar(64) collate "C" not null,
    -- null: at once
    due_at       timestamptz,
    constraint job_signal_pkey primary key (id)
);

-- One signal of a kind for each transaction and workspace, however many statements it has: the setting lives as long as
-- the transaction. Answers whether this is the first.
create function signal_job(kind text, workspace text) returns boolean language plpgsql as $$
declare
    noted text := coalesce(current_setting('enlist.signalled', true), '');
    entry text := ' ' || kind || '/' || workspace;
begin
    if position(entry in noted) > 0 then
        return false;
    end if;
    insert into job_signal (kind, workspace_id) values (kind, workspace);
    perform set_config('enlist.signalled', noted || entry, true);
    return true;
end $$;

-- The argument of the trigger is the kind.
create function signal_job_of_new_rows() returns trigger language plpgsql as $$
begin
    perform signal_job(tg_argv[0], w.workspace_id) from (select distinct workspace_id from fresh) w;
    return null;
end $$;
create function signal_job_of_gone_rows() returns trigger language plpgsql as $$
begin
    perform signal_job(tg_argv[0], w.workspace_id) from (select distinct workspace_id from gone) w;
    return null;
end $$;

-- Deliveries only where webhooks or notifications were asked for.
create function signal_events() returns trigger language plpgsql as $$
declare
    workspace text;
begin
    for workspace in select distinct workspace_id from fresh loop
        if signal_job('events', workspace) then
            if exists (select 1 from webhook_place p where p.id = workspace) then
                perform signal_job('webhook-delivery', workspace);
            end if;
            if exists (select 1 from notification_place p where p.id = workspace) then
                perform signal_job('notification', workspace);
            end if;
        end if;
    end loop;
    return null;
end $$;
create trigger event_log_signals after insert on event_log
    referencing new table as fresh for each statement execute function signal_events();
create trigger audit_entry_signals after insert on audit_entry
    referencing new table as fresh for each statement execute function signal_job_of_new_rows('audit-entries');

-- Another enrollment may be the first of its waitlist now.
create trigger waitlist_place_added_signals after insert on waitlist_place
    referencing new table as fresh for each statement execute function signal_job_of_new_rows('waitlist');
create trigger waitlist_place_moved_signals after update on waitlist_place
    referencing new table as fresh for each statement execute function signal_job_of_new_rows('waitlist');
create trigger waitlist_place_left_signals after delete on waitlist_place
    referencing old table as gone for each statement execute function signal_job_of_gone_rows('waitlist');

-- A reservation is to be given back at its time.
create function signal_expiry() returns trigger language plpgsql as $$
begin
    insert into job_signal (kind, workspace_id, due_at)
    select 'reservation-expiry', workspace_id, min(expires_at) from fresh
    where expires_at is not null and not committed group by workspace_id;
    return null;
end $$;
create trigger capacity_hold_added_signals after insert on capacity_hold
    referencing new table as fresh for each statement execute function signal_expiry();
create trigger capacity_hold_moved_signals after update on capacity_hold
    referencing new table as fresh for each statement execute function signal_expiry();

-- A delivery is due at its time: at once, after a failed attempt, or when the lease of a node is over. The argument of
-- the trigger is the kind.
create function signal_due() returns trigger language plpgsql as $$
begin
    insert into job_signal (kind, workspace_id, due_at)
    select tg_argv[0], workspace_id, min(due_at) from fresh where due_at is not null group by workspace_id;
    return null;
end $$;
create trigger webhook_delivery_added_signals after insert on webhook_delivery
    referencing new table as fresh for each statement execute function signal_due('webhook-delivery');
create trigger webhook_delivery_moved_signals after update on webhook_delivery
    referencing new table as fresh for each statement execute function signal_due('webhook-delivery');
create trigger notification_added_signals after insert on notification
    referencing new table as fresh for each statement execute function signal_due('notification');
create trigger notification_moved_signals after update on notification
    referencing new table as fresh for each statement execute function signal_due('notification');

-- What is under way when this version starts.
insert into job_signal (kind, workspace_id)
select k.kind, w.id from workspace w
cross join unnest(array['events', 'audit-entries', 'waitlist', 'reservation-expiry', 'import', 'bulk-decision',
                        'reevaluation', 'replay', 'rollover', 'cohort-opening', 'webhook-delivery',
                        'notification', 'idempotency-retention', 'import-retention', 'webhook-retention',
                        'notification-retention']) as k(kind);
