// What a ticket of the sample world is told by; times are minutes before the world's start.

export interface Step {
  /** Minutes before the start. */
  ago: number;
  by: 'agent' | 'second' | 'requester';
  reply?: string;
  note?: string;
  status?: 'open' | 'pending' | 'hold' | 'solved';
  set?: Record<string, string | boolean>;
  assign?: boolean;
  /** Of the satisfaction survey, by the requester. */
  rating?: 'good' | 'bad';
}

export interface Story {
  /** The name by which tests and pages open it. */
  name: string;
  customer: string;
  person: string;
  ago: number;
  channel: string;
  subject: string;
  text: string;
  type?: 'question' | 'incident' | 'problem' | 'task';
  set?: Record<string, string | boolean>;
  steps?: readonly Step[];
}
