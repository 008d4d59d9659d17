-- How far the feed of each workspace was published to a broker's topic, and who is publishing it.
create table broker_position (
    workspace_id  varchar(25) collate "C" not null references workspace,
    topic         text        not null,
    feed_epoch    bigint      not null,
    feed_position bigint      not null,
    -- one publisher at a time; another may go on when this is over
    claim         varchar(25) collate "C",
    claimed_until timestamptz,
    primary key (workspace_id, topic)
);
select bind_to_workspace('broker_position');
