// What conditions of a compiled policy are made of: subjects, tests, their combinations.
import type { FieldValue } from '#core/facts/facts.ts';
import type { Cites, Within } from './promise-terms.ts';

/** What is compared with a value. Dates and instants compare as such. */
export type Test =
  | { readonly kind: 'in'; readonly values: readonly FieldValue[] }
  | { readonly kind: 'not_in'; readonly values: readonly FieldValue[] }
  | { readonly kind: 'set'; readonly set: boolean }
  /** Bounds of numbers, dates (YYYY-MM-DD) or durations (ms); null: open. */
  | {
      readonly kind: 'range';
      readonly atLeast: Bound;
      readonly moreThan: Bound;
      readonly atMost: Bound;
      readonly lessThan: Bound;
    }
  /** Linear-time pattern over text. */
  | { readonly kind: 'matches'; readonly pattern: string; readonly test: (text: string) => boolean }
  /** A list (tags) contains all, any or none of these. */
  | {
      readonly kind: 'includes';
      readonly all: readonly string[];
      readonly any: readonly string[];
      readonly none: readonly string[];
    };

/** `subject`: compare with another subject, e.g. an entitlement's quantity with organization.users. */
export type Bound = number | string | { readonly subject: Subject } | null;

/** Something a condition may ask about. */
export type Subject =
  | { readonly of: 'field'; readonly field: string }
  | {
      readonly of: 'ticket';
      readonly key:
        | 'status'
        | 'channel'
        | 'tags'
        | 'type'
        | 'priority'
        | 'tier'
        | 'level'
        | 'service'
        | 'owner'
        | 'product'
        | 'coverage'
        | 'request';
    }
  | { readonly of: 'requester'; readonly key: string } // approved, role, certification, certifiedOn, or an extra
  | { readonly of: 'organization'; readonly key: string } // users, name, id, timeZone, or an extra
  | { readonly of: 'contract'; readonly key: string } // status, tier, partner, region, users, startsOn, endsOn, age (ms since startsOn), exists, entitlement.ID, or an extra
  | { readonly of: 'ticket_age' }
  | { readonly of: 'duty'; readonly duty: string } // 'open' | its outcome, 'done' where it has none | 'waived' | null
  | { readonly of: 'intake'; readonly intake: string | null } // 'complete' | 'missing'
  | { readonly of: 'defect' } // 'open' | 'closed' | null
  | { readonly of: 'rating' } // 'good' | 'bad' | null
  | { readonly of: 'promise'; readonly metric: string | null } // state of a timer; null: any
  | { readonly of: 'step'; readonly step: string } // 'open' | 'closed' | 'taken'
  | { readonly of: 'version'; readonly product: string | null } // 'supported' | 'ended' | 'unknown'
  | { readonly of: 'exclusion'; readonly exclusion: string }; // true | false

export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'always' }
  | { readonly kind: 'compare'; readonly subject: Subject; readonly test: Test; readonly text: string }
  /** The instant (of opening, of now, of the timer's start) lies on a business day, inside or outside a calendar's hours, on these weekdays. */
  | {
      readonly kind: 'time';
      readonly instant: 'opened' | 'now' | 'started';
      readonly test:
        | { readonly kind: 'during' | 'outside' | 'on' | 'not_on'; readonly calendar: string }
        /** 0 Monday … 6 Sunday, in `timeZone`. */
        | { readonly kind: 'weekdays'; readonly days: readonly number[]; readonly timeZone: string }
        /** Local dates of `timeZone`, inclusive; null: open. */
        | {
            readonly kind: 'dates';
            readonly from: string | null;
            readonly to: string | null;
            readonly timeZone: string;
          };
      readonly text: string;
    }
  /** The customer is dissatisfied: a bad rating not followed by a good one, or the field `dissatisfied`. */
  | { readonly kind: 'dissatisfied'; readonly text: string }
  /** At least `atLeast` attempts on a step, two of which the later lies within `within` of the earlier. */
  | {
      readonly kind: 'attempts';
      readonly step: string;
      readonly atLeast: number;
      readonly within: Within | null;
      readonly text: string;
    }
  /** `atLeast` passed since the step was taken, optionally without progress. */
  | {
      readonly kind: 'since';
      readonly step: string;
      readonly atLeast: Within;
      readonly withoutProgress: boolean;
      readonly text: string;
    };

export interface Field {
  readonly id: string;
  readonly title: string;
  /** Title or number of the Zendesk ticket field. */
  readonly zendesk: string;
  readonly type: 'choice' | 'checkbox' | 'text' | 'number' | 'date' | 'multiple';
  /** Value id → title and Zendesk's option value. */
  readonly values: readonly {
    readonly id: string;
    readonly title: string;
    readonly zendesk: string;
    readonly level: string | null;
    readonly product: string | null;
    readonly cites: Cites;
  }[];
  readonly cites: Cites;
}
