-- Tickets that rest because a look at them failed are counted with those that are due.
create index tickets_tried on tickets (ticket_id) where failures > 0 and write_state <> 'failed';
