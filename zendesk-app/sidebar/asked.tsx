// An act that needs a word first: a button that turns into a small form, and back.
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ActName } from '../api/operations.ts';
import { Refusal, useAct, type ActValues } from './acting.tsx';
import { useSidebar } from './context.ts';
import { Field, Input, Row, SmallButton, Stack, TextButton } from './parts.tsx';

export interface AskedProps {
  /** On the button that opens the form; named in full for screen readers. */
  readonly label: string;
  readonly name?: string;
  readonly field: string;
  readonly confirm: string;
  /** Of the input. */
  readonly type?: 'text' | 'url' | 'datetime-local';
  /** What the input holds at first. */
  readonly initial?: string;
  /** Above the input, e.g. a choice. */
  readonly children?: ReactNode;
  /** Below it, e.g. more words that may be left out. */
  readonly below?: ReactNode;
  readonly act: ActName;
  /** The act's values for what was typed; null: it cannot be read, and `wrong` says what could be. */
  values(text: string): ActValues | null;
  readonly wrong?: string;
}

/** Of the acts that need a word, what is still taken of a ticket that has ended: where it is offered at all. */
const AFTERWARDS: ReadonlySet<ActName> = new Set(['logWork']);

/** As a ref: what is drawn has the focus at once. */
function focusIt(element: HTMLElement | null): void {
  element?.focus();
}

export function Asked(props: AskedProps) {
  const { label, name, initial = '' } = props;
  const { actsOff, support } = useSidebar();
  const [state, setState] = useState<'fresh' | 'open' | 'closed'>('fresh');
  if (support.ended && !AFTERWARDS.has(props.act)) return null;
  if (state === 'open') return <AskedForm {...props} initial={initial} onClose={() => setState('closed')} />;
  return (
    <div>
      <TextButton
        disabled={actsOff}
        aria-label={name}
        aria-expanded={false}
        ref={state === 'closed' ? focusIt : undefined}
        onClick={() => setState('open')}
      >
        {label}
      </TextButton>
    </div>
  );
}

function AskedForm(props: AskedProps & { readonly initial: string; readonly onClose: () => void }) {
  const { label, name, field, confirm, type = 'text', initial, children, below, onClose } = props;
  const { t, actsOff } = useSidebar();
  const { act, refusal } = useAct();
  const [text, setText] = useState(initial);
  const [wrong, setWrong] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.scrollIntoView({ block: 'nearest' }), []);
  const submit = () => {
    const values = props.values(text);
    setWrong(values === null);
    if (values) void act(props.act, values).then((done) => done && onClose());
  };
  return (
    <form
      ref={form}
      aria-label={name ?? label}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation(); // the panel around it stays
          onClose();
        }}
      >
        {children}
        <Field label={field}>
          <Input
            required
            ref={focusIt}
            type={type}
            value={text}
            aria-invalid={wrong}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {below}
        {wrong && props.wrong ? <Refusal text={props.wrong} /> : refusal}
        <Row>
          <SmallButton type="submit" disabled={actsOff}>
            {confirm}
          </SmallButton>
          <TextButton onClick={onClose}>{t('cancel')}</TextButton>
        </Row>
      </Stack>
    </form>
  );
}
