-- What a notice asks of open tickets is kept with it: they are asked for in parts, and a crash between two loses nothing.
alter table notices add column to_ask boolean not null default false;
create index notices_to_ask on notices (notice_id) where to_ask;
