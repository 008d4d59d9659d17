-- How an organization and its program instances appear to applicants.
create table organization_branding (
    -- id of the organization
    id          varchar(25) collate "C" not null references organization,
    settings    jsonb                   not null,
    logo_hash   text,
    logo_type   text,
    logo_width  int,
    logo_height int,
    created_at  timestamptz             not null,
    updated_at  timestamptz             not null,
    version     int                     not null,
    constraint organization_branding_pkey primary key (id)
);
alter table organization_branding enable row level security;
alter table organization_branding force row level security;
create policy own on organization_branding using (id = current_organization());

create table instance_branding (
    -- id of the program instance
    id           varchar(25) collate "C" not null references program_instance on delete cascade,
    workspace_id varchar(25) collate "C" not null references workspace,
    settings     jsonb                   not null,
    logo_hash    text,
    logo_type    text,
    logo_width   int,
    logo_height  int,
    created_at   timestamptz             not null,
    updated_at   timestamptz             not null,
    version      int                     not null,
    constraint instance_branding_pkey primary key (id)
);
select bind_to_workspace('instance_branding');

-- Logos by the SHA-256 of their content. Replaced ones stay: mails that were sent show them.
create table brand_logo (
    organization_id varchar(25) collate "C" not null references organization,
    hash            text                    not null,
    media_type      text                    not null,
    content         bytea                   not null,
    created_at      timestamptz             not null,
    constraint brand_logo_pkey primary key (organization_id, hash)
);
alter table brand_logo enable row level security;
alter table brand_logo force row level security;
create policy own on brand_logo using (organization_id = current_organization());
