// queue-order: what the queue cannot be ordered by.
import type { Linting } from './linting.ts';

const KNOWN = ['priority', 'opened'];

/** The queue goes by priority, then by opening; an order without `priority` goes by opening alone. */
export function lintQueue(linting: Linting): void {
  const { order } = linting.policy.queue;
  const unknown = order.filter((word) => !KNOWN.includes(word));
  const path = ['queue', 'order'];
  if (unknown.length > 0) {
    const message = `the queue is not ordered by ${unknown.map((word) => `"${word}"`).join(', ')}`;
    linting.say('warning', 'queue-order', path, message, 'write [priority, opened] or [opened]');
  } else if (order.indexOf('priority') > order.indexOf('opened') && order.includes('opened')) {
    const message = 'no two tickets are opened at one instant: the priority would order nothing';
    linting.say('warning', 'queue-order', path, message, 'write [priority, opened] or [opened]');
  }
}
