/** The schema's own scalars: text that is checked when it comes in. Resolvers turn it into numbers. */
import { Kind, type GraphQLScalarType, type GraphQLSchema, type ValueNode } from 'graphql';
import { RequestFault } from './faults.ts';
import { isCalendarDate, parseDuration, parseInstant } from './time-words.ts';

interface Scalar {
  readonly holds: (text: string) => boolean;
  readonly fault: string;
}

const SCALARS: Readonly<Record<string, Scalar>> = {
  Instant: {
    holds: (text) => parseInstant(text) !== null,
    fault: 'must be an instant such as 2026-03-02T09:00:00Z',
  },
  Duration: { holds: (text) => parseDuration(text) !== null, fault: 'must be a duration such as PT1H30M' },
  Date: {
    holds: isCalendarDate,
    fault: 'must be a date such as 2026-03-31',
  },
};

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('a scalar must be text');
}

/** Gives the schema's scalars their meaning. */
export function addScalars(schema: GraphQLSchema): void {
  for (const [name, scalar] of Object.entries(SCALARS)) {
    const type = schema.getType(name) as GraphQLScalarType;
    const parse = (value: unknown): string => {
      if (typeof value === 'string' && scalar.holds(value)) return value;
      throw new RequestFault('BAD_USER_INPUT', `${name} ${scalar.fault}`);
    };
    type.serialize = asText;
    type.parseValue = parse;
    type.parseLiteral = (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : null);
  }
}
