-- Messages by e-mail about enrollments, and how far each workspace's feed was read for them.

-- The workspaces in which an instance names notifications; who sends them is in no workspace until it enters one of
-- these. Read on from there: what happened before notifications were first asked for is told to nobody.
create table notification_place (
    id            varchar(25) collate "C" primary key references workspace,
    feed_epoch    bigint not null,
    feed_position bigint not null
);

create function note_notification_place() returns trigger language plpgsql as $$
begin
    insert into notification_place (id, feed_epoch, feed_position)
    select new.workspace_id, coalesce(last.epoch, 0), coalesce(last.position, 0)
    from (values (1)) here
    left join lateral (
        select epoch, position from event_log where workspace_id = new.workspace_id
        order by epoch desc, position desc limit 1) last on true
    on conflict do nothing;
    return null;
end $$;
create trigger program_instance_notifications after insert or update of notifications on program_instance
    for each row when (new.notifications is not null) execute function note_notification_place();

-- for the instances that are there; force would hide them and their events from the owner
alter table program_instance no force row level security;
alter table event_log no force row level security;
insert into notification_place (id, feed_epoch, feed_position)
select w.id, coalesce(last.epoch, 0), coalesce(last.position, 0)
from (select distinct workspace_id as id from program_instance where notifications is not null) w
left join lateral (
    select epoch, position from event_log where workspace_id = w.id order by epoch desc, position desc limit 1) last
    on true;
alter table event_log force row level security;
alter table program_instance force row level security;

-- One message. Neither its words nor its address: both are made when it is sent.
create table notification (
    id                  varchar(25) collate "C" primary key,
    workspace_id        varchar(25) collate "C" not null references workspace,
    program_instance_id varchar(25) collate "C" not null references program_instance,
    -- a test is about nobody
    enrollment_id       varchar(25) collate "C" references enrollment on delete cascade,
    event_id            varchar(25) collate "C",
    audience            text        not null,
    -- what the enrollment became, and when
    about               text        not null,
    about_at            timestamptz not null,
    -- to whom a test goes
    member_id           varchar(25) collate "C" references app_user on delete cascade,
    resend_of           varchar(25) collate "C",
    status              text        not null,
    problem             text,
    attempts            int         not null,
    -- when to try next, or until when somebody is trying; null when it is over
    due_at              timestamptz,
    -- whoever is trying
    claim               varchar(25) collate "C",
    created_at          timestamptz not null,
    finished_at         timestamptz,
    constraint notification_audience_known check (audience in ('applicant', 'administrators')),
    constraint notification_status_known
        check (status in ('pending', 'sent', 'failed', 'skipped', 'unconfigured')),
    constraint notification_about_somebody check ((enrollment_id is null) = (member_id is not null)),
    constraint notification_over check ((status = 'pending') = (finished_at is null))
);
create index notification_list on notification (workspace_id, id);
create index notification_instance on notification (program_instance_id, id);
create index notification_enrollment on notification (enrollment_id, id) where enrollment_id is not null;
create index notification_member on notification (member_id) where member_id is not null;
create index notification_due on notification (workspace_id, due_at) where due_at is not null;
create index notification_age on notification (workspace_id, finished_at) where finished_at is not null;
-- an event is told once to each audience, whichever node reads the feed
create unique index notification_once on notification (event_id, audience)
    where event_id is not null and resend_of is null;
select bind_to_workspace('notification');

-- Who wants no invitations any more, by a hash of the address: it holds also for whoever was erased and comes back.
create table mail_opt_out (
    workspace_id varchar(25) collate "C" not null references workspace,
    address_hash bytea       not null,
    at           timestamptz not null,
    primary key (workspace_id, address_hash)
);
select bind_to_workspace('mail_opt_out');

-- How many messages went out in this minute, from all nodes.
create table mail_pace (
    only_row boolean primary key default true check (only_row),
    minute   timestamptz not null,
    sent     int         not null
);
insert into mail_pace (minute, sent) values ('-infinity', 0);
