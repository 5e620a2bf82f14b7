/** The responses that wait: whoever leaves, all others stay known. */
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createUnanswered } from '#rim/http/unanswered.ts';
import { seededRandom } from '#test/sandbox/random.ts';

test('in whatever order they leave, the rest is there once each', () => {
  const random = seededRandom(7);
  const unanswered = createUnanswered();
  const inside = new Set<ServerResponse>();
  for (let step = 0; step < 2_000; step++) {
    if (random() < 0.55 || inside.size === 0) {
      const one = new ServerResponse(new IncomingMessage(new Socket()));
      unanswered.add(one);
      inside.add(one);
    } else {
      const one = [...inside][Math.floor(random() * inside.size)] as ServerResponse;
      unanswered.remove(one);
      if (random() < 0.2) unanswered.remove(one); // once more: it is gone already
      inside.delete(one);
    }
  }
  expect(unanswered.all).toHaveLength(inside.size);
  expect(new Set(unanswered.all)).toEqual(inside);
});
