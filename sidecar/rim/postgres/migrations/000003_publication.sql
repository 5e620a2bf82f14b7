-- What a publication asks of open tickets is kept with it, in one transaction: a crash after it loses nothing.
alter table policies add column moves_open boolean not null default false;  -- open tickets go over to this version
alter table policies add column to_ask boolean not null default false;      -- tickets that it concerns are still being asked for
create index policies_to_ask on policies (policy_id, version) where to_ask;
