/** What becomes of claims: they are looked at together, or each by itself, or alone in its turn, or are set aside. */
import { needOf } from '../need.ts';
import type { Need } from '../need.ts';
import type { Agenda, Claim } from '../ports/store.ts';
import { commit } from './commit.ts';
import type { Gathering } from './gathering.ts';
import { guarded } from './guarded.ts';
import type { GuardedPorts } from './guarded.ts';
import { ALONE, setAside } from './suspects.ts';
import type { Suspects } from './suspects.ts';
import type { UnderWay } from './under-way.ts';

export interface LooksPorts extends GuardedPorts {
  readonly agenda: Pick<Agenda, 'begin' | 'commitLooks' | 'postpone' | 'setAside'>;
}

export interface Looks {
  /** Begins with what these claims need; goes on by itself. */
  take(claims: readonly Claim[]): void;
  /** Begins with a suspect, should it be one's turn. */
  takeSuspect(): void;
}

/** Of so few that are due together each breach is made sure of before it is told. */
const FEW = 20;

/** `writing`: takes the write-backs that looks lead to. */
export function createLooks(ports: LooksPorts, underWay: UnderWay, suspects: Suspects, writing: Gathering): Looks {
  /** Looks that need nothing from Zendesk are committed together; each of the others by itself, when it is ready. */
  async function together(claims: readonly Claim[]): Promise<void> {
    const quick: { readonly claim: Claim; readonly need: Need }[] = [];
    for (const claim of claims) {
      if (claim.tries > ALONE) underWay.track(setAside(claim, ports), [claim.ticketId]);
      else if (claim.tries === ALONE) suspects.add(claim);
      else {
        const need = await needOf(claim, ports);
        if (need === 'now') underWay.track(single(claim), [claim.ticketId]);
        else quick.push({ claim, need });
      }
    }
    const fewDue = quick.length <= FEW;
    const results = await Promise.all(quick.map(({ claim, need }) => guarded(claim, need, fewDue, ports)));
    await commit(results, ports, writing.add);
  }
  async function single(claim: Claim): Promise<void> {
    await commit([await guarded(claim, 'now', true, ports)], ports, writing.add);
  }
  async function alone(claim: Claim): Promise<void> {
    if (await ports.agenda.begin(claim)) await single(claim);
  }
  return {
    take: (claims) =>
      underWay.track(
        together(claims),
        claims.map(({ ticketId }) => ticketId),
      ),
    takeSuspect() {
      const claim = suspects.next(!underWay.isEmpty() || !writing.isEmpty());
      if (claim !== null) underWay.track(alone(claim), [claim.ticketId]);
    },
  };
}
