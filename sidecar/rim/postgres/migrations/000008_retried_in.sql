-- The claim during which an admin asked for the write-back to be tried again: its end does not take that wish away.
alter table tickets add column retried_in bigint;
