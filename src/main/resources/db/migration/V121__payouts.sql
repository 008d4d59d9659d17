-- Payments that are due to approved enrollments, the batches in which they go to a bank, and the files of banks.

-- How a bank wants its file, and how it answers.
create table payout_format (
    id           varchar(25) collate "C" primary key,
    workspace_id varchar(25) collate "C" not null references workspace,
    name         text        not null,
    file_columns jsonb       not null,
    answers      jsonb       not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    version      int         not null default 0
);
create unique index payout_format_name on payout_format (workspace_id, name);
select bind_to_workspace('payout_format');

create table payout_batch (
    id               varchar(25) collate "C" primary key,
    workspace_id     varchar(25) collate "C" not null references workspace,
    status           text        not null,
    currency         varchar(3)  not null,
    note             text,
    format_id        varchar(25) collate "C" references payout_format on delete set null,
    created_by_type  text        not null,
    created_by_id    text        not null,
    created_by_name  text        not null,
    released_by_type text,
    released_by_id   text,
    released_by_name text,
    released_at      timestamptz,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    version          int         not null default 0,
    constraint payout_batch_status_known check (status in ('draft', 'released', 'completed', 'cancelled')),
    -- two people, whatever any code believes
    constraint payout_batch_second_person
        check (released_by_id is null or (released_by_type, released_by_id) <> (created_by_type, created_by_id))
);
create index payout_batch_workspace on payout_batch (workspace_id, id);
select bind_to_workspace('payout_batch');

-- One payment. No foreign key to the enrollment: where the person is erased, the amount stays without identity.
create table payout (
    id                  varchar(25) collate "C" primary key,
    workspace_id        varchar(25) collate "C" not null references workspace,
    enrollment_id       varchar(25) collate "C" not null,
    program_instance_id varchar(25) collate "C" not null references program_instance,
    -- counts the payouts of an enrollment from 1: the amount of the approval is number 1, exactly once
    number              int         not null,
    kind                text        not null,
    -- the payout in whose place this one stands
    replaces_id         varchar(25) collate "C" references payout,
    amount              numeric     not null,
    currency            varchar(3)  not null,
    status              text        not null,
    status_reason       text,
    due_at              timestamptz not null,
    held_at             timestamptz,
    hold_reason         text,
    batch_id            varchar(25) collate "C" references payout_batch,
    sent_at             timestamptz,
    settled_at          timestamptz,
    bank_reference      text,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    version             int         not null default 0,
    constraint payout_number_once unique (enrollment_id, number),
    constraint payout_replaced_once unique (replaces_id),
    constraint payout_amount_positive check (amount > 0),
    constraint payout_kind_known check (kind in ('incentive', 'correction', 'reissue')),
    constraint payout_status_known
        check (status in ('due', 'scheduled', 'sent', 'paid', 'failed', 'returned', 'cancelled')),
    constraint payout_batched check (status not in ('scheduled', 'sent', 'paid') or batch_id is not null),
    constraint payout_held_when_due check (held_at is null or status in ('due', 'cancelled'))
);
create index payout_workspace on payout (workspace_id, id);
create index payout_due on payout (workspace_id, currency, id) where status = 'due' and held_at is null;
create index payout_batch_items on payout (batch_id, id) where batch_id is not null;
create index payout_instance on payout (program_instance_id, id);
create index payout_settled on payout (workspace_id, settled_at) where status = 'paid';
create trigger payout_amount_fixed before update on payout
    for each row when ((old.enrollment_id, old.number, old.amount, old.currency, old.kind)
                       is distinct from (new.enrollment_id, new.number, new.amount, new.currency, new.kind))
    execute function refuse_change();
select bind_to_workspace('payout');
revoke delete on payout from enlist_app;

-- Each step of a payout. Only its text is ever removed, where the person is erased.
create table payout_change (
    id           varchar(25) collate "C" primary key,
    workspace_id varchar(25) collate "C" not null,
    -- checked at the commit: a payout and its steps are inserted in any order
    payout_id    varchar(25) collate "C" not null references payout deferrable initially deferred,
    from_status  text,
    to_status    text        not null,
    -- held and released keep the status
    step         text        not null,
    reason       text,
    at           timestamptz not null,
    by_type      text        not null,
    by_id        text        not null,
    by_name      text        not null
);
create index payout_change_payout on payout_change (payout_id, id);
create trigger payout_change_append_only before update on payout_change
    for each row when (new.reason is not null
                       or (old.id, old.payout_id, old.from_status, old.to_status, old.step, old.at, old.by_id)
                          is distinct from (new.id, new.payout_id, new.from_status, new.to_status, new.step, new.at, new.by_id))
    execute function refuse_change();
select bind_to_workspace('payout_change');
revoke delete on payout_change from enlist_app;
