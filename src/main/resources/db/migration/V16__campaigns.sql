-- Campaigns: a template version, a participant group and a program, with overrides, targets and a price; what became
-- of each; and which instances are their cohorts.

create table campaign (
    id                  varchar(25) collate "C" primary key,
    workspace_id        varchar(25) collate "C" not null references workspace,
    name                text        not null,
    description         text,
    status              text        not null,
    -- a draft may still lack what a plan needs
    program_slug        text,
    template_version_id varchar(25) collate "C" references template_version,
    template_version    text,
    group_id            varchar(25) collate "C" references participant_group,
    -- what it says on top of the template, with who said it and when
    config_layers       jsonb       not null,
    eligibility_criteria text,
    program_terms       text,
    start_date          timestamptz,
    end_date            timestamptz,
    target_participants int,
    target_applications int,
    budget              numeric(18, 6),
    budget_currency     text,
    budget_spent        numeric(18, 6),
    pricing             jsonb,
    parent_pool_id      varchar(25) collate "C",
    max_cohorts         int,
    next_cohort_when_full boolean   not null,
    cohort_capacity     jsonb,
    cohort_waitlist     jsonb,
    -- how many there have been
    cohorts             int         not null,
    -- counts the rows of its history
    status_sequence     int         not null,
    started_at          timestamptz,
    finished_at         timestamptz,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    version             int         not null,
    constraint campaign_status_known check
        (status in ('draft', 'planned', 'recruiting', 'active', 'paused', 'completed', 'closed')),
    constraint campaign_dates_ordered check (start_date is null or end_date is null or start_date < end_date
                                             or status in ('draft', 'closed')),
    constraint campaign_cohorts_counted check (cohorts >= 0)
);
create index campaign_list on campaign (workspace_id, id);
create index campaign_template on campaign (template_version_id) where template_version_id is not null;
create index campaign_group on campaign (group_id) where group_id is not null;
select bind_to_workspace('campaign');

-- Every state it was in. Appended with each move, never changed.
create table campaign_status_change (
    campaign_id  varchar(25) collate "C" not null references campaign on delete cascade,
    number       int         not null,
    workspace_id varchar(25) collate "C" not null references workspace,
    from_status  text,
    to_status    text        not null,
    at           timestamptz not null,
    by_type      text        not null,
    by_id        text        not null,
    by_name      text        not null,
    reason       text,
    primary key (campaign_id, number)
);
select bind_to_workspace('campaign_status_change');
revoke update, delete on campaign_status_change from enlist_app;

-- A cohort is full and asks for the next: written by whoever took its last unit, who holds the pools and may not wait
-- for the campaign; done soon after, once.
create table cohort_wanted (
    campaign_id  varchar(25) collate "C" not null,
    after_cohort int         not null,
    workspace_id varchar(25) collate "C" not null references workspace,
    primary key (campaign_id, after_cohort)
);
create index cohort_wanted_list on cohort_wanted (workspace_id);
select bind_to_workspace('cohort_wanted');

alter table program_instance
    add column campaign_id varchar(25) collate "C" references campaign,
    add column cohort int,
    add column paused_at timestamptz,
    add constraint program_instance_cohort_whole check ((campaign_id is null) = (cohort is null));
-- no cohort is opened twice, whoever opens it
create unique index program_instance_cohort_unique on program_instance (campaign_id, cohort)
    where campaign_id is not null;
