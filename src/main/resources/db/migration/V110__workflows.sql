-- Workflows of organizations, see docs/workflows.md. Shipped workflows are files and have no rows.
create table workflow (
    id                     varchar(25) collate "C" primary key,
    workspace_id           varchar(25) collate "C" not null references workspace,
    slug                   text        not null,
    name                   text        not null,
    kind                   text        not null,
    draft                  text        not null,
    draft_by_type          text,
    draft_by_id            text,
    draft_by_name          text,
    two_person_publication boolean     not null default false,
    created_at             timestamptz not null,
    updated_at             timestamptz not null,
    version                int         not null,
    constraint workflow_slug_unique unique (workspace_id, slug),
    constraint workflow_kind_known check (kind in ('review', 'exit'))
);
select bind_to_workspace('workflow');

create table workflow_version (
    id           varchar(25) collate "C" primary key,
    workspace_id varchar(25) collate "C" not null references workspace,
    workflow_id  varchar(25) collate "C" not null references workflow,
    number       int         not null,
    bpmn         text        not null,
    note         text        not null,
    published_by text        not null,
    published_at timestamptz not null,
    constraint workflow_version_unique unique (workflow_id, number),
    constraint workflow_version_counts_from_one check (number > 0)
);
select bind_to_workspace('workflow_version');

-- A run of a workflow for one enrollment, with the results that its conditions read. The results may be personal data; the
-- engine has none of them.
create table workflow_run (
    id                  varchar(25) collate "C" primary key,
    workspace_id        varchar(25) collate "C" not null references workspace,
    -- deferred: a new enrollment is stored after its process has started
    enrollment_id       varchar(25) collate "C" not null
        references enrollment on delete cascade deferrable initially deferred,
    program_instance_id varchar(25) collate "C" not null,
    kind                text        not null,
    slug                text        not null,
    number              int         not null,
    results             jsonb       not null default '{}',
    -- what the last decision step said, and who took it
    decision            text,
    reason              text,
    decided_by_type     text,
    decided_by_id       text,
    decided_by_name     text,
    overridden          boolean     not null default false,
    started_at          timestamptz not null,
    ended_at            timestamptz,
    outcome             text
);
create unique index workflow_run_open on workflow_run (workspace_id, enrollment_id) where ended_at is null;
create index workflow_run_enrollment on workflow_run (workspace_id, enrollment_id, id);
create index workflow_run_version on workflow_run (workspace_id, slug, number) where ended_at is null;
select bind_to_workspace('workflow_run');

-- What a run did, one row for each step.
create table workflow_step (
    id            varchar(25) collate "C" primary key,
    workspace_id  varchar(25) collate "C" not null references workspace,
    run_id        varchar(25) collate "C" not null references workflow_run on delete cascade,
    enrollment_id varchar(25) collate "C" not null,
    slug          text        not null,
    number        int         not null,
    element_id    text        not null,
    name          text        not null,
    kind          text        not null,
    -- id of the waiting activity in the engine; null for steps that do not wait
    engine_id     text,
    started_at    timestamptz not null,
    ended_at      timestamptz,
    by_type       text,
    by_id         text,
    by_name       text,
    -- what the step led to, such as approve or eligible; null while it waits
    outcome       text,
    detail        text,
    result        jsonb
);
create index workflow_step_enrollment on workflow_step (workspace_id, enrollment_id, id);
create index workflow_step_run on workflow_step (run_id);
create unique index workflow_step_engine on workflow_step (workspace_id, engine_id) where engine_id is not null;
select bind_to_workspace('workflow_step');

-- The review workflow in which an enrollment is: slug and version; null where it is in none.
alter table enrollment add column review_workflow text;
-- Whether the workflow waits for a person who approves or rejects.
alter table enrollment add column workflow_decides boolean not null default false;

alter table review drop constraint review_kind_known;
alter table review add constraint review_kind_known check (kind in ('review', 'manual-evaluation', 'workflow-step'));
