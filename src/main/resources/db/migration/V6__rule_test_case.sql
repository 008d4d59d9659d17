-- The examples that a draft of rules is tried on; those that fail keep it from being published.

create table rule_test_case (
    id              varchar(25) collate "C" primary key,
    workspace_id    varchar(25) collate "C" not null references workspace,
    rule_set_id     varchar(25) collate "C" not null references rule_set on delete cascade,
    name            text        not null,
    inputs          jsonb       not null,
    expected_status text        not null,
    -- null: any code will do
    expected_code   text,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    version         int         not null,
    constraint rule_test_case_name_unique unique (rule_set_id, name),
    constraint rule_test_case_status_known check (expected_status in ('eligible', 'ineligible', 'manual'))
);
create index rule_test_case_list on rule_test_case (workspace_id, rule_set_id, id);

select bind_to_workspace('rule_test_case');
