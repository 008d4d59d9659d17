-- Enrollments by program and status, and what waits at each step, for the metrics of the installation. One row for each program
-- instance, written by a job of its workspace some time after something happened there: a scrape reads the first rows of one index,
-- whatever the number of workspaces. No personal data.
create table program_metrics (
    program_instance_id varchar(25) collate "C" not null references program_instance on delete cascade,
    workspace_id        varchar(25) collate "C" not null references workspace,
    -- slugs, which are labels of the metrics
    workspace           text        not null,
    program             text        not null,
    -- enrollments that are not decided yet: the programs with the most are shown
    waiting             bigint      not null,
    -- objects with the members figure (status, step), place, kind, amount and, for steps, oldest
    figures             jsonb       not null,
    constraint program_metrics_pkey primary key (program_instance_id)
);
create index program_metrics_of_workspace on program_metrics (workspace_id);
create index program_metrics_shown on program_metrics (waiting desc, program_instance_id);

select bind_to_workspace('program_metrics');
-- The metrics are read without a workspace.
create policy of_the_installation on program_metrics for select using (current_workspace() = '');

insert into job_signal (kind, workspace_id) select 'program-metrics', id from workspace;
