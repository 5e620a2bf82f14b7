/** Peer: Apollo Server as its documentation starts it, on the product's schema, with constant data. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

const { data } = JSON.parse(readFileSync(process.env['ANSWER'] ?? '', 'utf8')) as { data: { ticketSupport: unknown } };
const server = new ApolloServer({
  typeDefs: readFileSync(resolve(import.meta.dirname, '../../../schema/support.graphql'), 'utf8'),
  resolvers: { Query: { ticketSupport: () => data.ticketSupport } },
});
await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: Number(process.env['PORT']) } });
