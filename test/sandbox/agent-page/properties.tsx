/** The ticket's properties: priority, tags and the account's own fields. */
import { useEffect, useState } from 'react';
import { shown, type Form } from './form.ts';
import type { FieldValue, Snapshot, TicketDetail, TicketField } from './sandbox-api.ts';

const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
const SHOWN_TYPES = new Set(['tagger', 'checkbox', 'text', 'date', 'integer', 'decimal']);

export interface PropertiesProps {
  readonly world: Snapshot;
  readonly detail: TicketDetail | null;
  readonly form: Form;
  change(part: Partial<Form>): void;
}

export function Properties({ world, detail, form, change }: PropertiesProps) {
  if (!detail) return <section className="properties" aria-label="Properties" />;
  const { priority, tags } = shown(detail.ticket, form);
  const fields = world.ticketFields.filter(
    (field) => SHOWN_TYPES.has(field.type) && field.title.startsWith('support_'),
  );
  const set = new Map(detail.ticket.custom_fields.map(({ id, value }) => [id, value]));
  const used = fields.filter((field) => set.get(field.id) ?? false);
  const others = fields.filter((field) => !used.includes(field));
  const box = (field: TicketField) => (
    <FieldBox
      key={field.id}
      field={field}
      value={form.fields?.[field.title] ?? set.get(field.id) ?? null}
      onChange={(value) => change({ fields: { ...form.fields, [field.title]: value } })}
    />
  );
  return (
    <section className="properties" aria-label="Properties">
      <label>
        Requester
        <output>{detail.requester?.name}</output>
      </label>
      <label>
        Priority
        <select value={priority ?? ''} onChange={(event) => change({ priority: event.target.value || null })}>
          <option value="">–</option>
          {PRIORITIES.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
      <Tags tags={tags} onChange={(next) => change({ tags: next })} />
      {used.map(box)}
      {others.length > 0 ? (
        <details>
          <summary>{others.length} more fields</summary>
          {others.map(box)}
        </details>
      ) : null}
    </section>
  );
}

function Tags({ tags, onChange }: { readonly tags: readonly string[]; onChange(tags: readonly string[]): void }) {
  const [text, setText] = useState(tags.join(' '));
  const stored = tags.join(' ');
  useEffect(() => setText(stored), [stored]);
  return (
    <label>
      Tags
      <textarea
        rows={3}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => text !== stored && onChange(text.split(/\s+/u).filter(Boolean))}
      />
    </label>
  );
}

interface FieldBoxProps {
  readonly field: TicketField;
  readonly value: FieldValue;
  onChange(value: FieldValue): void;
}

function FieldBox({ field, value, onChange }: FieldBoxProps) {
  const title = field.title.replace(/^support_/u, '').replaceAll('_', ' ');
  if (field.type === 'checkbox') {
    return (
      <label className="check">
        <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} />
        {title}
      </label>
    );
  }
  if (field.type === 'tagger') {
    return (
      <label>
        {title}
        <select value={String(value ?? '')} onChange={(event) => onChange(event.target.value || null)}>
          <option value="">–</option>
          {field.custom_field_options?.map((option) => (
            <option key={option.value} value={option.value}>
              {option.name}
            </option>
          ))}
        </select>
      </label>
    );
  }
  return (
    <label>
      {title}
      <input
        type={field.type === 'date' ? 'date' : 'text'}
        value={String(value ?? '')}
        onChange={(event) => onChange(event.target.value || null)}
      />
    </label>
  );
}
