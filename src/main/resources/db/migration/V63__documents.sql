-- Documents of enrollments; see docs/decisions/0077-documents-are-stored-with-their-enrollment.md.

create table document (
    id              varchar(25) collate "C" primary key,
    workspace_id    varchar(25) collate "C" not null references workspace,
    enrollment_id   varchar(25) collate "C" not null references enrollment on delete cascade,
    -- a type that the form of the program instance states, or other
    type            text        not null,
    description     text,
    file_name       text        not null,
    media_type      text        not null,
    size            bigint      not null,
    sha256          text        not null,
    status          text        not null,
    -- where the content is kept in the end: database or object; an object's content is in document_chunk until it is moved
    storage         text        not null,
    moved_at        timestamptz,
    -- when to ask the scanner again; null unless the document is scanning
    scan_due_at     timestamptz,
    by_type         text        not null,
    by_id           text        not null,
    by_name         text        not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    version         int         not null,
    constraint document_status_known check (status in ('available', 'scanning', 'infected')),
    constraint document_storage_known check (storage in ('database', 'object')),
    constraint document_scan_due check ((status = 'scanning') = (scan_due_at is not null))
);
create index document_of_enrollment on document (enrollment_id, id);
create index document_to_scan on document (workspace_id, scan_due_at) where scan_due_at is not null;
create index document_to_move on document (workspace_id, id)
    where storage = 'object' and moved_at is null and status = 'available';
select bind_to_workspace('document');

-- The content in pieces of equal size but the last, so that neither storing nor reading holds all of it in memory.
create table document_chunk (
    document_id  varchar(25) collate "C" not null references document on delete cascade,
    number       int         not null,
    workspace_id varchar(25) collate "C" not null references workspace,
    content      bytea       not null,
    primary key (document_id, number)
);
-- uploads are compressed already, mostly
alter table document_chunk alter column content set storage external;
select bind_to_workspace('document_chunk');

-- Objects to delete from the object storage. The row is written with the deletion of the document, whatever deletes it,
-- and removed when the storage confirmed that the object is gone.
create table document_removal (
    object_key   text        primary key,
    workspace_id varchar(25) collate "C" not null references workspace,
    due_at       timestamptz not null
);
create index document_removal_due on document_removal (workspace_id, due_at);
select bind_to_workspace('document_removal');

create function remove_object_of_document() returns trigger language plpgsql as $$
begin
    insert into document_removal (object_key, workspace_id, due_at)
    values (old.workspace_id || '/' || old.id, old.workspace_id, now())
    on conflict do nothing;
    perform signal_job('document-removal', old.workspace_id);
    return null;
end $$;
create trigger document_removed after delete on document
    for each row when (old.storage = 'object') execute function remove_object_of_document();
