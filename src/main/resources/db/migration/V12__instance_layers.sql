-- Instances of templates: the layers of their configuration, the version of their terms, form and notifications;
-- and which version of the terms a person accepted.

alter table program_instance
    add column template_version_id varchar(25) collate "C" references template_version,
    -- config is what these come to
    -- the same by name: slug@number
    add column template_version text,
    add column config_layers jsonb,
    add column terms_version int not null default 1,
    add column form_config jsonb,
    add column notifications jsonb;
create index program_instance_template on program_instance (template_version_id) where template_version_id is not null;

-- What instances were configured with so far is what they say themselves. The owner of the tables is bound to
-- workspaces like anybody else, but for this moment.
alter table program_instance no force row level security;
update program_instance set config_layers = jsonb_build_object('layers', jsonb_build_array(jsonb_build_object(
    'layer', 'instance', 'id', id, 'name', title, 'version', null, 'document', config,
    'stamp', jsonb_build_object(
        'by', jsonb_build_object('type', 'PROCESS', 'id', 'enlist', 'name', 'Enlist'),
        'at', to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')),
    'stamps', jsonb_build_object())));
alter table program_instance force row level security;
alter table program_instance alter column config_layers set not null;

alter table enrollment
    add column terms_version_accepted int,
    add column terms_accepted_at timestamptz;
