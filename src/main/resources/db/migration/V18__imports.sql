-- Many people at once, from a file. What was sent is kept here, where every node can read it, until it is dealt
-- with; see docs/decisions/0032-imports-in-lanes.md.
create table enrollment_import (
    id                  varchar(25) collate "C" primary key,
    workspace_id        varchar(25) collate "C" not null references workspace,
    program_instance_id varchar(25) collate "C" not null references program_instance,
    status              text        not null,
    -- whether all of it has arrived; until then nobody works on it
    received            boolean     not null default false,
    format              text        not null,
    charset             text        not null,
    delimiter           text,
    dry_run             boolean     not null,
    evaluate            boolean     not null,
    on_duplicate        text        not null,
    -- the header as it was sent, and the member that each column stands for; null for NDJSON
    header              varchar[],
    members             varchar[],
    total               int         not null default 0,
    failure             text,
    -- whether what was sent is gone, so that it cannot be resumed
    purged              boolean     not null default false,
    by_type             text        not null,
    by_id               text        not null,
    by_name             text        not null,
    created_at          timestamptz not null,
    -- when it began to run, last of all when it was resumed, and how far it was then
    started_at          timestamptz,
    started_from        int         not null default 0,
    finished_at         timestamptz,
    constraint enrollment_import_status_known
        check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
    constraint enrollment_import_format_known check (format in ('csv', 'ndjson')),
    constraint enrollment_import_duplicate_known check (on_duplicate in ('refuse', 'skip', 'update'))
);
create index enrollment_import_list on enrollment_import (program_instance_id, id);
create index enrollment_import_open on enrollment_import (workspace_id, id) where status in ('queued', 'running');

-- Rows of one person are in one lane, in their order; lanes are worked on side by side. The row of a lane is its
-- lock, and tells how far it is: stored with what each chunk did.
create table import_lane (
    import_id    varchar(25) collate "C" not null references enrollment_import on delete cascade,
    lane         int         not null,
    workspace_id varchar(25) collate "C" not null,
    chunks       int         not null,
    -- the chunk in hand, and how many rows of it are done
    position     int         not null default 1,
    done         int         not null default 0,
    open         boolean     not null,
    processed    int         not null default 0,
    created      int         not null default 0,
    updated      int         not null default 0,
    skipped      int         not null default 0,
    refused      int         not null default 0,
    primary key (import_id, lane)
);
create index import_lane_open on import_lane (workspace_id, import_id) where open;

-- Rows as they were sent, some at a time; gone as soon as they are dealt with.
create table import_chunk (
    import_id    varchar(25) collate "C" not null references enrollment_import on delete cascade,
    lane         int         not null,
    number       int         not null,
    workspace_id varchar(25) collate "C" not null,
    -- JSON: [[number, line, cell, cell…], …]; one that was erased has no cells
    content      text        not null,
    primary key (import_id, lane, number)
);

-- What became of a row: of those refused, and in a rehearsal of all.
create table import_row (
    import_id    varchar(25) collate "C" not null references enrollment_import on delete cascade,
    number       int         not null,
    workspace_id varchar(25) collate "C" not null,
    line         bigint      not null,
    outcome      text        not null,
    -- of the enrollment that it became or was found to be
    enrollment_id varchar(25) collate "C",
    status       text,
    code         text,
    -- why, in the words of the rules or of the refusal
    reason       text,
    -- of a refusal: the columns at fault, and the row as it was sent, as JSON: [cell, cell…]
    columns      text,
    content      text,
    primary key (import_id, number),
    constraint import_row_outcome_known check (outcome in ('created', 'updated', 'skipped', 'refused'))
);
create index import_row_refused on import_row (import_id, number) where outcome = 'refused';

-- By what the people of a rehearsal are known again in its later rows: e-mail, customer, reference. A table of its own,
-- since beneath a security policy no index serves the operators of arrays.
create table import_key (
    import_id    varchar(25) collate "C" not null references enrollment_import on delete cascade,
    key          text collate "C" not null,
    workspace_id varchar(25) collate "C" not null,
    number       int         not null,
    primary key (import_id, key)
);

select bind_to_workspace('enrollment_import');
select bind_to_workspace('import_lane');
select bind_to_workspace('import_chunk');
select bind_to_workspace('import_row');
select bind_to_workspace('import_key');
