-- The columns that a person chose for a list of the console.
create table list_columns (
    workspace_id varchar(25) collate "C" not null references workspace,
    -- id of the member, or of the key; other members do not see it
    owner_id     varchar(64) collate "C" not null,
    page         text                    not null,
    columns      text[]                  not null,
    primary key (workspace_id, owner_id, page)
);

select bind_to_workspace('list_columns');
