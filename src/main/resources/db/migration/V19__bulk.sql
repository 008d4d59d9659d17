-- One decision about many enrollments; see docs/decisions/0033-bulk-decisions.md. Like an import, its row is also its
-- queue: whoever works on it locks it for one chunk, and stores what that did with it.
create table bulk_decision (
    id           varchar(25) collate "C" primary key,
    workspace_id varchar(25) collate "C" not null references workspace,
    action       text        not null,
    -- told to people in the history; not about a single person
    reason       text,
    exit_kind    text,
    status       text        not null,
    total        int         not null,
    processed    int         not null default 0,
    moved        int         not null default 0,
    refused      int         not null default 0,
    -- whether a second person has to confirm it, and who did
    confirmation boolean     not null,
    confirmed_by text,
    confirmed_at timestamptz,
    by_type      text        not null,
    by_id        text        not null,
    by_name      text        not null,
    created_at   timestamptz not null,
    started_at   timestamptz,
    finished_at  timestamptz,
    constraint bulk_decision_status_known check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
    constraint bulk_decision_action_known check (action in ('evaluate', 'submit', 'approve', 'reject', 'unenroll'))
);
create index bulk_decision_list on bulk_decision (workspace_id, id);
create index bulk_decision_open on bulk_decision (workspace_id, id) where status in ('queued', 'running');

-- Whom it is about, in the order of their ids, which is that of everybody who locks several.
create table bulk_item (
    bulk_id       varchar(25) collate "C" not null references bulk_decision on delete cascade,
    number        int         not null,
    workspace_id  varchar(25) collate "C" not null,
    enrollment_id varchar(25) collate "C" not null references enrollment on delete cascade,
    -- where it stood when the decision was asked for; one that stands elsewhere when its turn comes stays there
    from_status   text        not null,
    outcome       text,
    status        text,
    code          text,
    detail        text,
    primary key (bulk_id, number),
    constraint bulk_item_outcome_known check (outcome in ('moved', 'refused'))
);
create index bulk_item_enrollment on bulk_item (enrollment_id);

select bind_to_workspace('bulk_decision');
select bind_to_workspace('bulk_item');
