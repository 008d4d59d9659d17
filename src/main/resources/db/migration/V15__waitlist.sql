-- The waitlist: who waits for a unit of a pool, in which order.

alter table program_instance
    -- how long what is offered to the next in line is reserved; null: the instance has no waitlist
    add column waitlist_offer_hours int,
    add constraint program_instance_offer_hours_positive check (waitlist_offer_hours > 0);

alter table enrollment add column waiting_since timestamptz;

create table waitlist_place (
    enrollment_id       varchar(25) collate "C" primary key references enrollment on delete cascade,
    workspace_id        varchar(25) collate "C" not null references workspace,
    program_instance_id varchar(25) collate "C" not null references program_instance,
    -- given while the pool that was full is locked: in the order in which people came
    number              bigint generated always as identity,
    -- the pool that has too little, and how many units of it are needed
    pool_id             varchar(25) collate "C" not null references capacity_pool,
    units               numeric     not null,
    entered_at          timestamptz not null
);
create index waitlist_place_pool on waitlist_place (pool_id, number);
create index waitlist_place_instance on waitlist_place (program_instance_id, number);
select bind_to_workspace('waitlist_place');
