-- The second wall around a workspace, beneath Hibernate's: row-level security. The application works as
-- enlist_app, which owns no table and bypasses nothing; each connection says which workspace it works for
-- in the setting enlist.workspace (and enlist.organization). Where the setting is empty, nothing is seen.
--
-- The role belongs to the whole cluster; ApplicationRole finds or makes it before the migrations run.

-- the engine's tables, ours, and those of later migrations
do $$
declare
    here text := quote_ident(current_schema());
begin
    execute format('revoke create on schema %s from public, enlist_app', here);
    execute format('grant usage on schema %s to enlist_app', here);
    execute format('grant select, insert, update, delete on all tables in schema %s to enlist_app', here);
    execute format('grant usage, select on all sequences in schema %s to enlist_app', here);
    execute format(
        'alter default privileges in schema %s grant select, insert, update, delete on tables to enlist_app', here);
    execute format('alter default privileges in schema %s grant usage, select on sequences to enlist_app', here);
end $$;

-- What was told is not unsaid, whatever a trigger says; rows of the history go with their enrollment, which the
-- database sees to as the owner.
revoke update, delete on event_log, status_change from enlist_app;
revoke all on flyway_schema_history from enlist_app;

-- Empty where the connection was told nothing.
create function current_workspace() returns text language sql stable parallel safe
    return coalesce(current_setting('enlist.workspace', true), '');
create function current_organization() returns text language sql stable parallel safe
    return coalesce(current_setting('enlist.organization', true), '');

-- Each migration that makes a table with a workspace_id calls this for it; a test finds the forgotten one.
-- FORCE binds the owner too. A later migration that changes rows has to name each workspace in turn, or to lift
-- FORCE while it works: otherwise it would find none.
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

-- A program is changed by its own organization alone. A public one is seen by every organization, and by those who
-- made an instance of it also after it was withdrawn from the public.
alter table program enable row level security;
alter table program force row level security;
create policy own on program using (organization_id = current_organization());
create policy public_to_all on program for select using (visibility = 'public');
create policy in_use on program for select using (
    exists (select 1 from program_instance i where i.program_id = program.id));

-- The engine's tables. Without a workspace it sees all: it looks for due jobs and deploys what belongs to everybody.
-- Within one it sees that workspace and what belongs to nobody. The tables of its own people are not used.
do $$
declare
    bound regclass;
begin
    for bound in
        select c.oid from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id_' and not a.attisdropped
        where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
          and c.relname ~ '^act_(ru|hi|re|ge)_'
    loop
        execute format('alter table %s enable row level security', bound);
        execute format('alter table %s force row level security', bound);
        execute format(
            'create policy workspace on %s using '
            '(tenant_id_ is null or tenant_id_ = current_workspace() or current_workspace() = '''')', bound);
    end loop;
end $$;

-- The one question across workspaces: which instances end with a program, and when. Tells each workspace's name to
-- this transaction in turn, and leaves the one that was there.
create function ends_of_program(ending text)
    returns table (id text, workspace_id text, organization_id text, ends_at timestamptz) language plpgsql as $$
declare
    here text := current_workspace();
    there text;
begin
    for there in select w.id from workspace w order by w.id loop
        perform set_config('enlist.workspace', there, true);
        return query
            select i.id::text, i.workspace_id::text, i.organization_id::text, least(i.end_date, p.end_time)
            from program_instance i join program p on p.id = i.program_id
            where i.program_id = ending and i.workspace_id = there
            order by i.id;
    end loop;
    perform set_config('enlist.workspace', here, true);
end $$;
