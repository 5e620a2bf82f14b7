-- A reading of Zendesk that is asked for while a look is under way is still to be done after it.
alter table tickets add column readings_asked bigint not null default 0;
