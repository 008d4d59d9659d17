-- Internal notes of staff about enrollments.

create table note (
    id                  varchar(25) collate "C" primary key,
    workspace_id        varchar(25) collate "C" not null references workspace,
    enrollment_id       varchar(25) collate "C" not null references enrollment on delete cascade,
    -- of the enrollment, which never changes it: members limited to instances search by it
    program_instance_id varchar(25) collate "C" not null,
    text                text        not null,
    by_type             text        not null,
    by_id               text        not null,
    by_name             text        not null,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    version             int         not null
);
create index note_of_enrollment on note (enrollment_id, id);
create index note_list on note (workspace_id, id);
select bind_to_workspace('note');

-- The words of each note, as Java computes them. Row security lets an index serve only operators that cannot leak what
-- they compare; those of full-text and trigram search may, comparisons of texts may not.
create table note_word (
    note_id      varchar(25) collate "C" not null references note on delete cascade,
    word         text        collate "C" not null,
    workspace_id varchar(25) collate "C" not null references workspace,
    primary key (note_id, word)
);
create index note_word_search on note_word (workspace_id, word, note_id);
select bind_to_workspace('note_word');
