/** Where the agent writes; and, because nobody else is here, where the customer answers. */
import { useState } from 'react';
import type { Form } from './form.ts';

const STATUSES = ['open', 'pending', 'hold', 'solved'] as const;

export interface ComposerProps {
  readonly form: Form;
  readonly status: string;
  change(part: Partial<Form>): void;
  submit(status: string): Promise<void>;
  customerReplies(text: string): Promise<void>;
}

export function Composer({ form, status, change, submit, customerReplies }: ComposerProps) {
  const { text, public: isPublic } = form.comment;
  const [chosen, setChosen] = useState<string | null>(null);
  const next = chosen ?? (status === 'new' || status === 'closed' ? 'open' : status);
  const closed = status === 'closed';
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        setChosen(null);
        void submit(next);
      }}
    >
      <div role="radiogroup" aria-label="Kind of comment" className="kinds">
        {[true, false].map((kind) => (
          <label key={String(kind)}>
            <input
              type="radio"
              name="kind"
              checked={isPublic === kind}
              onChange={() => change({ comment: { text, public: kind } })}
            />
            {kind ? 'Public reply' : 'Internal note'}
          </label>
        ))}
      </div>
      <textarea
        aria-label={isPublic ? 'Public reply' : 'Internal note'}
        className={isPublic ? '' : 'note'}
        rows={4}
        disabled={closed}
        value={text}
        onChange={(event) => change({ comment: { text: event.target.value, public: isPublic } })}
      />
      <div className="buttons">
        <button
          type="button"
          className="quiet"
          disabled={closed}
          onClick={() => {
            const words = text.trim() || 'Thanks. It still does not work.';
            change({ comment: { text: '', public: isPublic } });
            void customerReplies(words);
          }}
        >
          Customer replies
        </button>
        <span className="spread" />
        <label>
          Submit as{' '}
          <select value={next} onChange={(event) => setChosen(event.target.value)} disabled={closed}>
            {STATUSES.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="primary" disabled={closed}>
          Submit
        </button>
      </div>
    </form>
  );
}
