-- Templates, their versions, and participant groups.

create table template (
    id             varchar(25) collate "C" primary key,
    workspace_id   varchar(25) collate "C" not null references workspace,
    slug           text        not null,
    name           text        not null,
    description    text        not null,
    -- how many versions there have been, and the newest of those that are active
    latest_version int         not null,
    active_version int,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    version        int         not null,
    constraint template_slug_unique unique (workspace_id, slug)
);
create index template_list on template (workspace_id, id);
select bind_to_workspace('template');

create table template_version (
    id                  varchar(25) collate "C" primary key,
    workspace_id        varchar(25) collate "C" not null references workspace,
    template_id         varchar(25) collate "C" not null references template on delete cascade,
    number              int         not null,
    status              text        not null,
    note                text,
    program_type        text        not null,
    defaults            jsonb       not null,
    schema              jsonb       not null,
    locked_fields       varchar[]   not null,
    rule_set_slug       text,
    -- null: always the latest published version
    rule_set_version    int,
    form_config         jsonb,
    notifications       jsonb,
    pricing             jsonb,
    suitable_for_groups varchar[]   not null,
    created_by          text        not null,
    activated_by_type   text,
    activated_by_id     text,
    activated_by_name   text,
    activated_at        timestamptz,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    version             int         not null,
    constraint template_version_unique unique (template_id, number),
    constraint template_version_counts_from_one check (number > 0),
    constraint template_version_status_known check (status in ('draft', 'active', 'deprecated', 'archived')),
    constraint template_version_activated check ((status = 'draft') = (activated_at is null))
);
select bind_to_workspace('template_version');

-- What has been active says for ever what it said then: running instances tell where their fields come from by it.
-- Only its status goes on, and only one way.
create function keep_template_version() returns trigger language plpgsql as $$
begin
    if old.status = 'draft' then
        return new;
    end if;
    -- row security keeps it in its workspace
    if (new.id, new.template_id, new.number, new.note, new.program_type, new.defaults, new.schema,
        new.locked_fields, new.rule_set_slug, new.rule_set_version, new.form_config, new.notifications, new.pricing,
        new.suitable_for_groups, new.created_by, new.created_at, new.activated_by_type, new.activated_by_id,
        new.activated_by_name, new.activated_at)
       is distinct from
       (old.id, old.template_id, old.number, old.note, old.program_type, old.defaults, old.schema,
        old.locked_fields, old.rule_set_slug, old.rule_set_version, old.form_config, old.notifications, old.pricing,
        old.suitable_for_groups, old.created_by, old.created_at, old.activated_by_type, old.activated_by_id,
        old.activated_by_name, old.activated_at) then
        raise exception 'a template version that has been active is immutable';
    end if;
    if new.status <> old.status
       and (old.status, new.status) not in (('active', 'deprecated'), ('deprecated', 'archived')) then
        raise exception 'a template version does not go from % to %', old.status, new.status;
    end if;
    return new;
end $$;
create trigger template_version_immutable before update on template_version
    for each row execute function keep_template_version();

create table participant_group (
    id                     varchar(25) collate "C" primary key,
    workspace_id           varchar(25) collate "C" not null references workspace,
    slug                   text        not null,
    name                   text        not null,
    description            text        not null,
    status                 text        not null,
    tags                   varchar[]   not null,
    eligible_program_types varchar[]   not null,
    estimated_members      int,
    created_at             timestamptz not null,
    updated_at             timestamptz not null,
    version                int         not null,
    constraint participant_group_slug_unique unique (workspace_id, slug),
    constraint participant_group_status_known check (status in ('active', 'inactive')),
    constraint participant_group_members_counted check (estimated_members >= 0)
);
create index participant_group_list on participant_group (workspace_id, id);
select bind_to_workspace('participant_group');
