-- Days on which a reviewer gets no assignment, and what happens to the reviews that the reviewer has claimed.
create table absence (
    id              varchar(25) collate "C" primary key,
    workspace_id    varchar(25) collate "C" not null references workspace,
    user_id         varchar(25) collate "C" not null,
    -- days in the time zone of the workspace; both count
    first_day       date        not null,
    last_day        date        not null,
    note            text,
    claimed_reviews text        not null,
    -- when the claimed reviews were released at the start of the absence
    released_at     timestamptz,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    version         int         not null,
    constraint absence_days_ordered check (first_day <= last_day),
    constraint absence_claimed_reviews_known check (claimed_reviews in ('keep', 'release'))
);
create index absence_list on absence (workspace_id, id);
create index absence_of_user on absence (workspace_id, user_id, last_day);
create index absence_to_release on absence (workspace_id, first_day)
    where claimed_reviews = 'release' and released_at is null;
select bind_to_workspace('absence');
