-- Webhooks, what is to be delivered to them, and what became of it.

create table webhook (
    id                    varchar(25) collate "C" primary key,
    workspace_id          varchar(25) collate "C" not null references workspace,
    url                   text        not null,
    description           text,
    types                 varchar[]   not null,
    program_instance_ids  varchar[]   not null,
    -- encrypted: signing takes the secrets themselves
    secret                bytea       not null,
    previous_secret       bytea,
    previous_secret_until timestamptz,
    enabled               boolean     not null,
    disabled_reason       text,
    created_at            timestamptz not null,
    updated_at            timestamptz not null,
    version               int         not null,
    -- up to where the feed was turned into deliveries
    feed_epoch            bigint      not null,
    feed_position         bigint      not null,
    -- since when no attempt succeeded; null while they do
    failing_since         timestamptz,
    constraint webhook_disabled_for_a_reason check (enabled = (disabled_reason is null))
);
create index webhook_list on webhook (workspace_id, id);
select bind_to_workspace('webhook');

-- Where there are webhooks at all: the sender is in no workspace until it enters one of these.
create table webhook_place (
    id varchar(25) collate "C" primary key references workspace
);

create table webhook_delivery (
    id             varchar(25) collate "C" primary key,
    workspace_id   varchar(25) collate "C" not null references workspace,
    webhook_id     varchar(25) collate "C" not null references webhook on delete cascade,
    -- deliveries of one lane go one after the other: the subject of the event; of a test or a re-send, itself
    lane           varchar(25) collate "C" not null,
    event_id       varchar(25) collate "C" not null,
    event_type     text        not null,
    subject        varchar(25) collate "C" not null,
    event_epoch    bigint      not null,
    event_position bigint      not null,
    -- a test is an event that is in no log
    test           boolean     not null,
    resend_of      varchar(25) collate "C",
    status         text        not null,
    attempts       int         not null,
    -- when to try next, or until when somebody is trying; null behind another in the lane, and when it is over
    due_at         timestamptz,
    -- whoever is trying
    claim          varchar(25) collate "C",
    last_answer    int,
    created_at     timestamptz not null,
    finished_at    timestamptz,
    constraint webhook_delivery_status_known check (status in ('pending', 'delivered', 'failed'))
);
create index webhook_delivery_list on webhook_delivery (webhook_id, id);
create index webhook_delivery_due on webhook_delivery (webhook_id, due_at) where due_at is not null;
create index webhook_delivery_lane on webhook_delivery (webhook_id, lane, event_epoch, event_position)
    where status = 'pending';
create index webhook_delivery_age on webhook_delivery (workspace_id, finished_at) where finished_at is not null;
-- an event goes into the queue of a webhook once, whoever turns the feed into deliveries
create unique index webhook_delivery_once on webhook_delivery (webhook_id, event_id)
    where resend_of is null;
select bind_to_workspace('webhook_delivery');

create table webhook_attempt (
    delivery_id     varchar(25) collate "C" not null references webhook_delivery on delete cascade,
    number          int         not null,
    workspace_id    varchar(25) collate "C" not null references workspace,
    at              timestamptz not null,
    milliseconds    int         not null,
    answer          int,
    error           text,
    request_headers jsonb       not null,
    -- its first 4 KiB
    answer_body     text,
    primary key (delivery_id, number)
);
select bind_to_workspace('webhook_attempt');

-- The key that secrets are encrypted with, where ENLIST_SECRETS_KEY names none and the nodes share nothing but
-- the database.
create table secrets_key (
    only_row boolean primary key default true check (only_row),
    key      bytea   not null
);
