-- Language and time zone in which a person reads dates and numbers; null for those of the browser.
alter table app_user
    add column language  text,
    add column time_zone text;

-- The name of the uploaded file, and what an import was made from: of a trial run, or of the refused rows of an import.
-- The rows of a trial run are kept until it is purged, so that the import itself needs no second upload.
alter table enrollment_import
    add column file_name text,
    add column source_id varchar(25) collate "C" references enrollment_import on delete set null,
    add column source_kind text,
    add constraint enrollment_import_source_known check (source_kind in ('trial', 'retry'));
create unique index enrollment_import_source on enrollment_import (source_id) where source_id is not null;
create index enrollment_import_of_workspace on enrollment_import (workspace_id, id);

-- A refused row that a person corrected: its content has the corrected cells. `ready` when the last check found no fault.
alter table import_row
    add column corrected boolean not null default false,
    add column ready     boolean not null default false,
    add column version   int     not null default 0;

-- How the columns of a kind of file map to members, kept under a name.
create table import_mapping (
    id           varchar(25) collate "C" primary key,
    workspace_id varchar(25) collate "C" not null references workspace,
    name         text        not null,
    -- JSON object from the name of a column to a member, or null for a column that is ignored
    columns      jsonb       not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    version      int         not null,
    constraint import_mapping_name_unique unique (workspace_id, name)
);
select bind_to_workspace('import_mapping');
