-- Files of applications that are not sent yet; they become documents of the enrollment when the application is sent.

create table draft_file (
    id           varchar(25) collate "C" primary key,
    workspace_id varchar(25) collate "C" not null references workspace,
    draft_id     varchar(25) collate "C" not null references application_draft on delete cascade,
    -- a type that the form states
    type         text        not null,
    file_name    text        not null,
    -- as the browser stated it
    declared     text,
    size         bigint      not null,
    -- bytes that have arrived; the content was checked when all have
    received     bigint      not null,
    -- found in the content; null until all bytes have arrived
    media_type   text,
    sha256       text,
    scanned      boolean     not null,
    created_at   timestamptz not null,
    constraint draft_file_bytes check (received between 0 and size),
    constraint draft_file_checked check ((media_type is null) = (sha256 is null))
);
create index draft_file_of_draft on draft_file (draft_id, id);
select bind_to_workspace('draft_file');

-- The content in the pieces of document_chunk, so that they are moved there as they are.
create table draft_file_chunk (
    file_id      varchar(25) collate "C" not null references draft_file on delete cascade,
    number       int         not null,
    workspace_id varchar(25) collate "C" not null references workspace,
    content      bytea       not null,
    primary key (file_id, number)
);
alter table draft_file_chunk alter column content set storage external;
select bind_to_workspace('draft_file_chunk');

-- An erased enrollment leaves nothing in the draft that it was sent from.
alter table application_draft drop constraint application_draft_enrollment_id_fkey;
alter table application_draft add constraint application_draft_enrollment_id_fkey
    foreign key (enrollment_id) references enrollment on delete cascade;
