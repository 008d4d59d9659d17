-- Who wrote the draft, and whether somebody else has to publish it.
alter table rule_set
    add column two_person_publication boolean not null default false,
    add column draft_by_type          text,
    add column draft_by_id            text,
    add column draft_by_name          text;

-- A draft, as it was when asked, held over what was decided. The row is also the queue: whoever works on it
-- locks it for one chunk, and stores the position with what the chunk found.
create table replay (
    id                varchar(25) collate "C" primary key,
    workspace_id      varchar(25) collate "C" not null references workspace,
    rule_set_id       varchar(25) collate "C" not null references rule_set,
    rule_set_slug     text        not null,
    dmn               text        not null,
    status            text        not null,
    failure           text,
    -- the instances whose enrollments are asked about, in order; empty: candidates that were sent along
    instances         varchar[]   not null,
    -- how many instances are through, and the last enrollment (or number of the candidate) of the present one
    instances_done    int         not null default 0,
    position          text        not null default '',
    total             int         not null,
    processed         int         not null default 0,
    to_eligible       int         not null default 0,
    to_ineligible     int         not null default 0,
    to_manual         int         not null default 0,
    failed            int         not null default 0,
    by_rule           jsonb       not null default '{}',
    by_state          jsonb       not null default '{}',
    by_manufacturer   jsonb       not null default '{}',
    by_status         jsonb       not null default '{}',
    requested_by      text        not null,
    created_at        timestamptz not null,
    finished_at       timestamptz,
    constraint replay_status_known check (status in ('queued', 'running', 'completed', 'failed', 'cancelled'))
);
create index replay_list on replay (rule_set_id, id);
create index replay_open on replay (workspace_id, id) where status in ('queued', 'running');

-- One whose answer would be another. Erased with the enrollment.
create table replay_flip (
    replay_id     varchar(25) collate "C" not null references replay on delete cascade,
    number        int         not null,
    workspace_id  varchar(25) collate "C" not null,
    enrollment_id varchar(25) collate "C" references enrollment on delete cascade,
    reference     text,
    from_status   text        not null,
    from_code     text        not null,
    from_rule     int,
    to_status     text        not null,
    to_code       text        not null,
    to_rule       int,
    why           text,
    primary key (replay_id, number)
);
create index replay_flip_enrollment on replay_flip (enrollment_id) where enrollment_id is not null;

-- Candidates sent along; gone once they are through.
create table replay_candidate (
    replay_id     varchar(25) collate "C" not null references replay on delete cascade,
    number        int         not null,
    workspace_id  varchar(25) collate "C" not null,
    reference     text,
    inputs        jsonb       not null,
    primary key (replay_id, number)
);

select bind_to_workspace('replay');
select bind_to_workspace('replay_flip');
select bind_to_workspace('replay_candidate');
