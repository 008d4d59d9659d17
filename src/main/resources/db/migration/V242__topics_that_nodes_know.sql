-- Topics of signals that a node of this database has dispatched. The topic 'creations' of V241 is used from the moment at which the
-- first node that knows it has started: until then, nodes of the release before run all jobs.
create table job_topic (
    topic text collate "C" primary key
);

create or replace function signal_job(kind text, workspace text) returns boolean language plpgsql as $$
declare
    noted text := coalesce(current_setting('enlist.signalled', true), '');
    entry text := ' ' || kind || '/' || workspace;
begin
    if kind = 'creations' and not exists (select 1 from job_topic t where t.topic = 'creations') then
        return signal_job('duplicate-detection', workspace);
    end if;
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
