// What the steps need from outside, and nothing more. The adapters in rim/ implement it; the root introduces them.
// Expected failures are values; a rejected promise is a fault of the program or of the database.
export type * from './ports/failures.ts';
export type * from './ports/zendesk.ts';
export type * from './ports/store.ts';
export type * from './ports/tickets.ts';
export type * from './ports/policies.ts';
export type * from './ports/others.ts';
