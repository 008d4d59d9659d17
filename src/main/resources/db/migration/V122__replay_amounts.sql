-- What a replay changes in money, by currency: how much more and less, and for how many people.
alter table replay add column incentives jsonb not null default '{}';
