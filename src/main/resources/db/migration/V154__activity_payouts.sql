-- What an activity pays its participants: one payout for each activity and enrollment, whatever is retried.
alter table payout add column activity_id varchar(25) collate "C";
alter table payout drop constraint payout_kind_known;
alter table payout add constraint payout_kind_known check (kind in ('incentive', 'correction', 'reissue', 'activity'));
alter table payout add constraint payout_activity_of_kind check ((kind = 'activity') = (activity_id is not null));
create unique index payout_activity_once on payout (enrollment_id, activity_id) where activity_id is not null;
