-- The second wall around a workspace, beneath Hibernate's: row-level security. The application works as
-- enlist_app, which owns no table and bypasses nothing; each connection says which workspace it works for
-- in the setting enlist.workspace (and enlist.organization). Where the setting is empty, nothing is seen.

do $$
begin
    if not exists (select 1 from pg_roles where rolname = 'enlist_app') then
        create role enlist_app nologin;
    end if;
exception
    -- two databases of one cluster migrating at the same moment
    when duplicate_object or unique_violation then null;
end $$;

-- the engine's tables, ours, and those of later migrations
grant usage on schema public to enlist_app;
grant select, insert, update, delete on all tables in schema public to enlist_app;
grant usage, select on all sequences in schema public to enlist_app;
alter default privileges in schema public grant select, insert, update, delete on tables to enlist_app;
alter default privileges in schema public grant usage, select on sequences to enlist_app;

create function current_workspace() returns text language sql stable parallel safe
    return current_setting('enlist.workspace', true);

-- Each migration that makes a table with a workspace_id calls this for it; a test finds the forgotten one.
-- FORCE binds the owner too, where the application has no role of its own.
create function bind_to_workspace(bound regclass) returns void language plpgsql as $$
begin
    execute format('alter table %s enable row level security', bound);
    execute format('alter table %s force row level security', bound);
    execute format(
        'create policy workspace on %s using (workspace_id = current_workspace())', bound);
end $$;

select bind_to_workspace(name::regclass)
from unnest(array['idempotency_record', 'program_instance', 'customer', 'lead', 'rule_set', 'rule_set_version',
                  'enrollment', 'status_change', 'decision_record', 'event_log']) as name;

-- A public program is seen by every organization, and changed by its own alone.
alter table program enable row level security;
alter table program force row level security;
create policy own on program using (organization_id = current_setting('enlist.organization', true));
create policy public_to_all on program for select using (visibility = 'public');
