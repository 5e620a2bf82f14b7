-- That an event was looked at is written in its place on its page: no index names looked_at, and pages keep room for it.
drop index events_waiting;
drop index events_looked;
alter table events set (fillfactor = 60);
create index events_ticket on events (ticket_id) where problem is null;
create index events_received on events using brin (received_at) with (pages_per_range = 16);
