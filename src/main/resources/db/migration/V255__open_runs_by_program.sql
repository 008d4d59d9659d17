-- The metrics of the installation count open steps by program: the index of the open runs has what they read, so that the runs
-- that have ended are not read, however many there are.
drop index workflow_run_version;
create index workflow_run_version on workflow_run (workspace_id, slug, number) include (id, program_instance_id)
    where ended_at is null;
