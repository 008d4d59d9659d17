-- What a person filters a page of the console by, kept under a name of their own.
create table saved_view (
    id           varchar(25) collate "C" not null,
    workspace_id varchar(25) collate "C" not null references workspace,
    -- id of the member, or of the key, that saved it; other members do not see it
    owner_id     varchar(64) collate "C" not null,
    page         text                    not null,
    name         text                    not null,
    query        text                    not null,
    created_at   timestamptz             not null,
    updated_at   timestamptz             not null,
    version      int                     not null,
    constraint saved_view_pkey primary key (id),
    constraint saved_view_name_unique unique (workspace_id, owner_id, page, name)
);

select bind_to_workspace('saved_view');
