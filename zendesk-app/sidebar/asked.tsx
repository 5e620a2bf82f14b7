// An act that needs a word first: a button that turns into a small form, and back.
import { useState, type ReactNode } from 'react';
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
  /** Above the input, e.g. a choice. */
  readonly children?: ReactNode;
  /** True: it is done and the form closes. */
  submit(text: string): Promise<boolean>;
}

export function Asked({ label, name, field, confirm, type = 'text', children, submit }: AskedProps) {
  const { t, actsOff } = useSidebar();
  const [text, setText] = useState<string | null>(null);
  const [closed, setClosed] = useState(false);
  const close = () => {
    setText(null);
    setClosed(true);
  };
  if (text === null) {
    return (
      <div>
        <TextButton disabled={actsOff} aria-label={name} autoFocus={closed} onClick={() => setText('')}>
          {label}
        </TextButton>
      </div>
    );
  }
  return (
    <form
      aria-label={name ?? label}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(text).then((done) => done && close());
      }}
    >
      <Stack
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation(); // the panel around it stays
          close();
        }}
      >
        {children}
        <Field label={field}>
          <Input required autoFocus type={type} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        <Row>
          <SmallButton type="submit" disabled={actsOff}>
            {confirm}
          </SmallButton>
          <TextButton onClick={close}>{t('cancel')}</TextButton>
        </Row>
      </Stack>
    </form>
  );
}
