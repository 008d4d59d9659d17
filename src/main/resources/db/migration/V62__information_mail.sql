-- Mail about information requests: the applicant is asked and reminded, and the person who asked hears of the answer.
alter table notification
    add column information_request_id varchar(25) collate "C" references information_request on delete cascade,
    drop constraint notification_audience_known,
    add constraint notification_audience_known check (audience in ('applicant', 'administrators', 'reviewer'));
create index notification_information_request on notification (information_request_id)
    where information_request_id is not null;
