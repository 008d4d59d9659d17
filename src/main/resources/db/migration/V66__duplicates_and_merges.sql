-- Customers that may be one person, and merges; see docs/decisions/0079-duplicates-from-shared-keys.md.

-- Customers whose facts changed since their duplicates were computed. Rows are only added and deleted, so no
-- transaction waits for another one. A customer may be in it several times, or be gone already.
create table duplicate_check (
    id           bigint generated always as identity primary key,
    workspace_id varchar(25) collate "C" not null references workspace,
    customer_id  varchar(25) collate "C" not null
);
create index duplicate_check_next on duplicate_check (workspace_id, id);

-- One row for each fact that two records of one person would share, as a digest: telephone, postal address, serial
-- number, mailbox, name with place. Computed in Java, see DuplicateKeys.
create table duplicate_key (
    workspace_id varchar(25) collate "C" not null references workspace,
    kind         text        not null,
    digest       text collate "C" not null,
    customer_id  varchar(25) collate "C" not null references customer on delete cascade,
    primary key (workspace_id, kind, digest, customer_id),
    constraint duplicate_key_kind_known check (kind in ('phone', 'address', 'serial', 'mailbox', 'name-place'))
);
create index duplicate_key_customer on duplicate_key (customer_id);

create table duplicate_pair (
    id                varchar(25) collate "C" primary key,
    workspace_id      varchar(25) collate "C" not null references workspace,
    first_id          varchar(25) collate "C" not null references customer on delete cascade,
    second_id         varchar(25) collate "C" not null references customer on delete cascade,
    score             int         not null,
    -- codes of DuplicateReason
    reasons           varchar[]   not null,
    -- set while a person has said that the two are not the same person
    dismissed_at      timestamptz,
    dismissed_by_type text,
    dismissed_by_id   text,
    dismissed_by_name text,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    version           int         not null,
    constraint duplicate_pair_unique unique (first_id, second_id),
    constraint duplicate_pair_ordered check (first_id < second_id),
    constraint duplicate_pair_score_in_range check (score between 0 and 100)
);
create index duplicate_pair_list on duplicate_pair (workspace_id, id);
create index duplicate_pair_score on duplicate_pair (workspace_id, score, id);
create index duplicate_pair_second on duplicate_pair (second_id);

-- Which customer a merged one has become. The merged customer is deleted. A merge into a third one moves the rows.
create table customer_merge (
    merged_id    varchar(25) collate "C" primary key,
    workspace_id varchar(25) collate "C" not null references workspace,
    into_id      varchar(25) collate "C" not null references customer on delete cascade,
    by_type      text        not null,
    by_id        text        not null,
    by_name      text        not null,
    merged_at    timestamptz not null
);
create index customer_merge_into on customer_merge (into_id);

-- Row by row and only if a compared fact changed: a change of status adds nothing.
create function check_duplicates_of_customer() returns trigger language plpgsql as $$
begin
    insert into duplicate_check (workspace_id, customer_id) values (new.workspace_id, new.id);
    perform signal_job('duplicate-detection', new.workspace_id);
    return null;
end $$;
create trigger customer_added_checks_duplicates after insert on customer
    for each row execute function check_duplicates_of_customer();
create trigger customer_changed_checks_duplicates after update on customer
    for each row when (
        (old.first_name_key, old.last_name_key, old.email_key, old.phone, old.street_one, old.street_two, old.city,
         old.postal_code, old.country)
        is distinct from
        (new.first_name_key, new.last_name_key, new.email_key, new.phone, new.street_one, new.street_two, new.city,
         new.postal_code, new.country))
    execute function check_duplicates_of_customer();

create function check_duplicates_of_applicant() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and old.customer_id is not null then
        insert into duplicate_check (workspace_id, customer_id) values (old.workspace_id, old.customer_id);
        perform signal_job('duplicate-detection', old.workspace_id);
    end if;
    if tg_op <> 'DELETE' and new.customer_id is not null
            and (tg_op = 'INSERT' or new.customer_id is distinct from old.customer_id) then
        insert into duplicate_check (workspace_id, customer_id) values (new.workspace_id, new.customer_id);
        perform signal_job('duplicate-detection', new.workspace_id);
    end if;
    return null;
end $$;
-- The address and the telephone are those of the customer mostly; a serial number is known from the application alone.
create trigger enrollment_added_checks_duplicates after insert on enrollment
    for each row when (new.customer_id is not null
        and (new.serial_number is not null or new.phone is not null or new.street_one is not null))
    execute function check_duplicates_of_applicant();
create trigger enrollment_changed_checks_duplicates after update on enrollment
    for each row when (
        (old.customer_id, old.serial_number, old.phone, old.street_one, old.street_two, old.city, old.postal_code,
         old.country)
        is distinct from
        (new.customer_id, new.serial_number, new.phone, new.street_one, new.street_two, new.city, new.postal_code,
         new.country))
    execute function check_duplicates_of_applicant();
create trigger enrollment_deleted_checks_duplicates after delete on enrollment
    for each row when (old.customer_id is not null
        and (old.serial_number is not null or old.phone is not null or old.street_one is not null))
    execute function check_duplicates_of_applicant();

-- Customers that exist already. Row security of the owner is lifted for that.
alter table customer no force row level security;
insert into duplicate_check (workspace_id, customer_id) select workspace_id, id from customer order by id;
alter table customer force row level security;
insert into job_signal (kind, workspace_id) select 'duplicate-detection', id from workspace;

select bind_to_workspace(name::regclass)
from unnest(array['duplicate_check', 'duplicate_key', 'duplicate_pair', 'customer_merge']) as name;
