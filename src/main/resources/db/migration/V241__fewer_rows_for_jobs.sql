-- Fewer rows that a create adds for the jobs behind it; docs/decisions/0140-what-one-create-writes-second-round.md.

-- A transaction that stores customers or applications also writes events and audit entries, and asks for duplicates to be found.
-- Each of the three added a signal. Now one signal of the topic 'creations' starts the jobs of all three.
-- Nodes of the release before leave it to nodes that know the topic.
create or replace function signal_job(kind text, workspace text) returns boolean language plpgsql as $$
declare
    noted text := coalesce(current_setting('enlist.signalled', true), '');
    entry text := ' ' || kind || '/' || workspace;
begin
    if position(entry in noted) > 0 then
        return false;
    end if;
    if kind not in ('events', 'audit-entries', 'duplicate-detection')
            or position(' creations/' || workspace in noted) = 0 then
        insert into job_signal (kind, workspace_id) values (kind, workspace);
    end if;
    perform set_config('enlist.signalled', noted || entry, true);
    return true;
end $$;

-- Customers whose facts changed since their duplicates were computed: a row for each statement instead of one for each customer.
-- Rows are only added and deleted; all of a workspace are read in their order, so there is no index.
create table duplicate_check_batch (
    id           bigint generated always as identity,
    workspace_id varchar(25) collate "C" not null,
    customer_ids varchar(25) [] not null
);
select bind_to_workspace('duplicate_check_batch');

-- At most 100 customers in a row, so that a chunk of the job is of limited size.
create function check_duplicates_of(customers varchar[], workspace text) returns void language sql as $$
    insert into duplicate_check_batch (workspace_id, customer_ids)
    select workspace, customers[n : n + 99] from generate_series(1, cardinality(customers), 100) n
$$;

create or replace function check_duplicates_of_new_customers() returns trigger language plpgsql as $$
begin
    perform check_duplicates_of(c.ids, c.workspace_id), signal_job('creations', c.workspace_id)
    from (select workspace_id, array_agg(id) as ids from fresh group by workspace_id) c;
    return null;
end $$;

create or replace function check_duplicates_of_customer() returns trigger language plpgsql as $$
begin
    perform check_duplicates_of(array[new.id], new.workspace_id);
    perform signal_job('duplicate-detection', new.workspace_id);
    return null;
end $$;

create or replace function check_duplicates_of_new_applicants() returns trigger language plpgsql as $$
begin
    perform check_duplicates_of(c.ids, c.workspace_id), signal_job('creations', c.workspace_id)
    from (select f.workspace_id, array_agg(f.customer_id) as ids from fresh f
          where f.customer_id is not null
            and (f.serial_number is not null or f.phone is not null or f.street_one is not null)
            and (select c.version = 0 and c.xmin = pg_current_xact_id()::xid
                 from customer c where c.id = f.customer_id) is distinct from true
          group by f.workspace_id) c;
    return null;
end $$;

create or replace function check_duplicates_of_applicant() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and old.customer_id is not null then
        perform check_duplicates_of(array[old.customer_id], old.workspace_id);
        perform signal_job('duplicate-detection', old.workspace_id);
    end if;
    if tg_op <> 'DELETE' and new.customer_id is not null
            and (tg_op = 'INSERT' or new.customer_id is distinct from old.customer_id)
            and not exists (select 1 from customer c where c.id = new.customer_id and c.version = 0
                            and c.xmin = pg_current_xact_id()::xid) then
        perform check_duplicates_of(array[new.customer_id], new.workspace_id);
        perform signal_job('duplicate-detection', new.workspace_id);
    end if;
    return null;
end $$;

-- What waits, and what nodes of the release before add during an update. The empty table goes with the next release.
alter table duplicate_check no force row level security;
alter table duplicate_check_batch no force row level security;
select check_duplicates_of(array_agg(customer_id order by id), workspace_id) from duplicate_check group by workspace_id;
truncate duplicate_check;
alter table duplicate_check_batch force row level security;
alter table duplicate_check force row level security;
create function move_duplicate_check() returns trigger language plpgsql as $$
begin
    perform check_duplicates_of(array[new.customer_id], new.workspace_id);
    return null;
end $$;
create trigger duplicate_check_moved before insert on duplicate_check
    for each row execute function move_duplicate_check();
