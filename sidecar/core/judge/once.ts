// What follows from one part of the policy alone: worked out once, kept as long as the part, shared by every judgement.

/** `work`, done once for each part. Parts never change; what is worked out from them must not either. */
export function oncePer<Part extends object, Answer>(work: (part: Part) => Answer): (part: Part) => Answer {
  const known = new WeakMap<Part, { readonly answer: Answer }>();
  return (part) => {
    let entry = known.get(part);
    if (entry === undefined) known.set(part, (entry = { answer: work(part) }));
    return entry.answer;
  };
}
