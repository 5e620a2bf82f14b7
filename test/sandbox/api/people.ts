// Users, organizations, memberships, groups.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Account } from '../account.ts';
import { idOf, queryOf, readActorCsrf } from '../http/server.ts';
import type { JsonObject, Organization } from '../records.ts';
import { invalid, invalidAttribute, plain, recordNotFound } from '../refusal.ts';
import { groupJson, membershipJson, organizationJson, userJson } from '../serialize.ts';
import { normalizeTags } from '../tickets/fields.ts';
import { pageOf } from './paging.ts';

const users = { config: { resource: 'users' } };
const organizations = { config: { resource: 'organizations' } };

/** Mounts the routes of users and groups. */
export function userRoutes(server: FastifyInstance, account: Account): void {
  const { state } = account;

  // Without credentials this is 200 with an anonymous user, so it never proves that a token works.
  server.get('/api/v2/users/me', { config: { resource: 'users', access: 'anonymous' } }, async (request) => {
    if (!request.actor)
      return {
        user: {
          id: null,
          url: null,
          name: 'Anonymous user',
          email: 'invalid@example.com',
          role: 'end-user',
          verified: false,
          authenticity_token: '',
        },
      };
    return { user: { ...userJson(state, request.actor.user), authenticity_token: readActorCsrf(account, request) } };
  });
  server.get('/api/v2/users', users, async (request) => {
    const roles = [queryOf(request).role, queryOf(request)['role[]']].filter(Boolean);
    const rows = [...state.users.values()].filter((user) => roles.length === 0 || roles.includes(user.role));
    return pageOf(request, 'users', rows, (user) => userJson(state, user));
  });
  server.get('/api/v2/users/show_many', users, async (request) => {
    const ids = (queryOf(request).ids ?? '').split(',').map(Number);
    const rows = ids.flatMap((id) => state.users.get(id) ?? []);
    return {
      users: rows.map((user) => userJson(state, user)),
      count: rows.length,
      next_page: null,
      previous_page: null,
    };
  });
  server.get('/api/v2/users/search', users, async (request) => {
    const query = (queryOf(request).query ?? '').replace(/^email:/, '').toLowerCase();
    const externalId = queryOf(request).external_id;
    const rows = [...state.users.values()].filter((user) =>
      externalId === undefined
        ? user.email?.includes(query) || user.name.toLowerCase().includes(query)
        : user.externalId === externalId,
    );
    return pageOf(request, 'users', rows, (user) => userJson(state, user));
  });
  server.get('/api/v2/users/:id', users, async (request) => {
    const user = state.users.get(idOf(request));
    if (!user) throw recordNotFound();
    return { user: userJson(state, user) };
  });
  server.get('/api/v2/users/:id/organization_memberships', users, async (request) => {
    const id = idOf(request);
    if (!state.users.has(id)) throw recordNotFound();
    return membershipPage(account, request, (membership) => membership.userId === id);
  });
  server.get('/api/v2/users/:id/organizations', users, async (request) => {
    const id = idOf(request);
    if (!state.users.has(id)) throw recordNotFound();
    const own = [...state.memberships.values()].filter((membership) => membership.userId === id);
    const rows = own.flatMap((membership) => state.organizations.get(membership.organizationId) ?? []);
    return pageOf(request, 'organizations', rows, (row) => organizationJson(state, row));
  });
  server.get('/api/v2/groups', async (request) =>
    pageOf(request, 'groups', [...state.groups.values()], (group) => groupJson(state, group)),
  );
  server.get('/api/v2/groups/:id', async (request) => {
    const group = state.groups.get(idOf(request));
    if (!group) throw recordNotFound();
    return { group: groupJson(state, group) };
  });
  server.get('/api/v2/group_memberships', async (request) =>
    pageOf(request, 'group_memberships', state.groupMembers, (one) => ({
      id: one.id,
      user_id: one.userId,
      group_id: one.groupId,
      default: one.default,
    })),
  );
}

const organizationInput = z.object({
  name: z.string().optional(),
  external_id: z.string().nullish(),
  details: z.string().nullish(),
  notes: z.string().nullish(),
  domain_names: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  organization_fields: z.record(z.string(), z.unknown()).optional(),
});

/** Mounts the routes of organizations. */
export function organizationRoutes(server: FastifyInstance, account: Account): void {
  const { state } = account;
  const show = (row: Organization) => organizationJson(state, row);

  server.get('/api/v2/organizations', organizations, async (request) =>
    pageOf(request, 'organizations', [...state.organizations.values()], show),
  );
  server.get('/api/v2/organizations/show_many', organizations, async (request) => {
    const query = queryOf(request);
    const rows = query.external_ids
      ? [...state.organizations.values()].filter(
          (row) => row.externalId !== null && (query.external_ids ?? '').split(',').includes(row.externalId),
        )
      : (query.ids ?? '').split(',').flatMap((id) => state.organizations.get(Number(id)) ?? []);
    return { organizations: rows.map(show), count: rows.length, next_page: null, previous_page: null };
  });
  server.get('/api/v2/organizations/search', organizations, async (request) => {
    const query = queryOf(request);
    const rows = [...state.organizations.values()].filter((row) =>
      query.external_id === undefined
        ? row.name.toLowerCase() === query.name?.toLowerCase()
        : row.externalId?.toLowerCase() === query.external_id.toLowerCase(),
    );
    return pageOf(request, 'organizations', rows, show);
  });
  server.get('/api/v2/organizations/autocomplete', organizations, async (request) => {
    const start = (queryOf(request).name ?? '').toLowerCase();
    return pageOf(
      request,
      'organizations',
      [...state.organizations.values()].filter((row) => row.name.toLowerCase().startsWith(start)),
      show,
    );
  });
  server.get('/api/v2/organizations/:id', organizations, async (request) => {
    const row = state.organizations.get(idOf(request));
    if (!row) throw recordNotFound();
    return { organization: show(row) };
  });
  server.get('/api/v2/organizations/:id/organization_memberships', organizations, async (request) => {
    const id = idOf(request);
    if (!state.organizations.has(id)) throw recordNotFound();
    return membershipPage(account, request, (membership) => membership.organizationId === id);
  });
  server.get('/api/v2/organizations/:id/users', organizations, async (request) => {
    const id = idOf(request);
    if (!state.organizations.has(id)) throw recordNotFound();
    const members = new Set(
      [...state.memberships.values()].filter((one) => one.organizationId === id).map((one) => one.userId),
    );
    return pageOf(
      request,
      'users',
      [...state.users.values()].filter((user) => members.has(user.id)),
      (user) => userJson(state, user),
    );
  });
  server.get('/api/v2/organization_memberships', organizations, async (request) =>
    membershipPage(account, request, () => true),
  );
  server.post(
    '/api/v2/organizations',
    { config: { resource: 'organizations', access: 'admin' } },
    async (request, reply) => {
      const given = readOrganization(request.body);
      if (given.name === undefined || given.name === '')
        throw invalid('name', 'Name: is too short (minimum is 1 characters)', 'BlankValue');
      const now = account.clock.now();
      const row: Organization = {
        id: state.nextId(),
        name: '',
        externalId: null,
        details: null,
        notes: null,
        domainNames: [],
        tags: [],
        organizationFields: {},
        createdAt: now,
        updatedAt: now,
      };
      changeOrganization(account, row, given);
      state.organizations.set(row.id, row);
      return reply.code(201).send({ organization: show(row) });
    },
  );
  server.put('/api/v2/organizations/:id', organizations, async (request) => {
    const row = state.organizations.get(idOf(request));
    if (!row) throw recordNotFound();
    changeOrganization(account, row, readOrganization(request.body));
    row.updatedAt = account.clock.now();
    return { organization: show(row) };
  });
}

function membershipPage(
  account: Account,
  request: FastifyRequest,
  keep: (membership: { userId: number; organizationId: number }) => boolean,
): JsonObject {
  const rows = [...account.state.memberships.values()].filter(keep);
  return pageOf(request, 'organization_memberships', rows, (row) => membershipJson(account.state, row));
}

function readOrganization(body: unknown): z.infer<typeof organizationInput> {
  const given = (body as { organization?: unknown } | undefined)?.organization;
  if (given === undefined) throw plain(400, 'MissingParameter', 'Parameter organization is required');
  const checked = organizationInput.safeParse(given);
  if (!checked.success)
    throw invalidAttribute(
      checked.error.issues[0]?.path.join('.') ?? 'organization',
      checked.error.issues[0]?.message ?? '',
    );
  return checked.data;
}

function changeOrganization(account: Account, row: Organization, given: z.infer<typeof organizationInput>): void {
  const others = [...account.state.organizations.values()].filter((other) => other.id !== row.id);
  if (given.name !== undefined && others.some((other) => other.name.toLowerCase() === given.name?.toLowerCase())) {
    throw invalid('name', `Name: ${given.name} has already been taken`, 'DuplicateValue');
  }
  if (
    given.external_id &&
    others.some((other) => other.externalId?.toLowerCase() === given.external_id?.toLowerCase())
  ) {
    throw invalid('external_id', `External: ${given.external_id} has already been taken`, 'DuplicateValue');
  }
  row.name = given.name ?? row.name;
  if (given.external_id !== undefined) row.externalId = given.external_id;
  if (given.details !== undefined) row.details = given.details;
  if (given.notes !== undefined) row.notes = given.notes;
  if (given.domain_names !== undefined) row.domainNames = given.domain_names;
  if (given.tags !== undefined) row.tags = normalizeTags(given.tags);
  row.organizationFields = { ...row.organizationFields, ...given.organization_fields };
}
