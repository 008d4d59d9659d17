-- A new enrollment becomes a candidate and gets its verdict in one transaction. Both status changes are stored as one row, that of
-- the verdict. See docs/decisions/0140-what-one-create-writes-second-round.md.
--
-- status_change stays what all queries read, with a row for each change, and is a view now. Nodes of the release before read and
-- write it during an update. Nothing is copied; the table is locked for a moment.
alter table status_change rename to status_history;
alter table status_history rename constraint status_change_pkey to status_history_pkey;
alter table status_history rename constraint status_change_enrollment_id_fkey to status_history_enrollment_id_fkey;
alter trigger status_change_append_only on status_history rename to status_history_append_only;
alter table status_history
    -- when and by whom the enrollment was created, where this row holds its first two statuses
    add column created_at      timestamptz,
    add column created_by_type text,
    add column created_by_id   text,
    add column created_by_name text,
    -- no row has values in the new columns yet, so there is nothing to validate
    add constraint status_history_two_in_second check (created_at is null or number = 2) not valid;

-- Each status change, with the rights of the role that reads: row security applies as to the table.
create view status_change with (security_invoker = true) as
select enrollment_id, number, workspace_id, from_status, to_status, at, by_type, by_id, by_name, reason, rule_set_slug,
       rule_set_version
from status_history
union all
select enrollment_id, 1, workspace_id, null::text, 'candidate'::text, created_at, created_by_type, created_by_id,
       created_by_name, null::text, null::text, null::int
from status_history where created_at is not null;

-- For nodes of the release before.
create function append_status_change() returns trigger language plpgsql as $$
begin
    insert into status_history (enrollment_id, number, workspace_id, from_status, to_status, at, by_type, by_id, by_name,
                                reason, rule_set_slug, rule_set_version)
    values (new.enrollment_id, new.number, new.workspace_id, new.from_status, new.to_status, new.at, new.by_type, new.by_id,
            new.by_name, new.reason, new.rule_set_slug, new.rule_set_version);
    return new;
end $$;
create trigger status_change_appended instead of insert on status_change
    for each row execute function append_status_change();
revoke update, delete on status_change from enlist_app;
