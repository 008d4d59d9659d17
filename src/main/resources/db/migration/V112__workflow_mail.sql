-- The words of a message that a step of a workflow sends; null for messages whose words come from the program instance.
alter table notification add column words_subject text;
alter table notification add column words_body text;
alter table notification add constraint notification_words_whole check ((words_subject is null) = (words_body is null));
