/** What a reader sees of a message. `other`: whatever data must never become. */
export type Node =
  | { readonly kind: 'text' | 'bold' | 'code' | 'block' | 'heading' | 'small'; readonly text: string }
  | { readonly kind: 'time' | 'person'; readonly text: string }
  | { readonly kind: 'other'; readonly rule: string; readonly text: string };

interface Rule {
  readonly name: string;
  readonly pattern: RegExp;
}

/** Only where a line begins. */
const lineRules: readonly Rule[] = [
  { name: 'quote', pattern: /^ *>(?:>>)? / },
  { name: 'list', pattern: /^ *(?:[-*+]|\d+\.) / },
];

/** In the order in which Discord tries them, as far as its clients show. */
const rules: readonly Rule[] = [
  { name: 'link', pattern: /^\[[^\]]*\]\([^)]*\)/ },
  { name: 'url', pattern: /^(?:https?|discord|steam):\/\/[^\s<]+/ },
  { name: 'angle url', pattern: /^<[a-z]+:\/\/[^ >]+>/ },
  { name: 'mention', pattern: /^<(?:@&|#|\/[^:]+:|id:)[^>]*>/ },
  { name: 'custom emoji', pattern: /^<a?:\w+:\d+>/ },
  { name: 'call', pattern: /^@(?:everyone|here)/ },
  { name: 'emoji', pattern: /^:[^\s:]+?(?:::skin-tone-\d)?:/ },
  { name: 'shrug', pattern: /^¯\\_\(ツ\)_\/¯/ },
  { name: 'underline', pattern: /^__[\s\S]+?__(?!_)/ },
  { name: 'italic', pattern: /^\*(?=\S)[\s\S]+?\*(?!\*)/ },
  { name: 'italic line', pattern: /^_[\s\S]+?_(?![A-Za-z0-9_])/ },
  { name: 'strike', pattern: /^~~[\s\S]+?~~(?!_)/ },
  { name: 'spoiler', pattern: /^\|\|[\s\S]+?\|\|/ },
];

/** A small model of how Discord reads Markdown, after its open-sourced grammar. It is generous in what it takes for markup. */
export function readMarkdown(content: string): readonly Node[] {
  const nodes: Node[] = [];
  let rest = content;
  let isLineStart = true;
  const take = (length: number, node: Node): void => {
    nodes.push(node);
    isLineStart = rest.slice(0, length).endsWith('\n');
    rest = rest.slice(length);
  };
  while (rest.length > 0) {
    const line = isLineStart ? readLineStart(rest) : undefined;
    const [length, node] = line ?? readHere(rest);
    take(length, node);
  }
  return nodes;
}

function readLineStart(rest: string): [number, Node] | undefined {
  const heading = /^(?:#{1,3}|-#) ([^\n]*)/.exec(rest);
  if (heading) {
    const kind = rest.startsWith('-#') ? 'small' : 'heading';
    const inner = readMarkdown(heading[1] ?? '');
    const strange = inner.find(
      (one) => one.kind === 'other' || one.kind === 'heading' || one.kind === 'small',
    );
    return [heading[0].length, strange ?? { kind, text: literal(inner) }];
  }
  for (const { name, pattern } of lineRules) {
    const found = pattern.exec(rest);
    if (found) return [found[0].length, { kind: 'other', rule: name, text: found[0] }];
  }
  return undefined;
}

function readHere(rest: string): [number, Node] {
  const escape = /^\\([^0-9A-Za-z\s])/u.exec(rest);
  if (escape?.[1]) return [escape[0].length, { kind: 'text', text: escape[1] }];
  const block = /^```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][^]*?)\n*```/i.exec(rest);
  if (block) return [block[0].length, { kind: 'block', text: block[2] ?? '' }];
  const code = /^(`+)([\s\S]*?[^`])\1(?!`)/.exec(rest);
  if (code) return [code[0].length, { kind: 'code', text: code[2] ?? '' }];
  const time = /^<t:-?\d{1,17}(?::[tTdDfFRsS])?>/.exec(rest);
  if (time) return [time[0].length, { kind: 'time', text: time[0] }];
  const person = /^<@!?\d+>/.exec(rest);
  if (person) return [person[0].length, { kind: 'person', text: person[0] }];
  const bold = /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/.exec(rest);
  if (bold) {
    const inner = readMarkdown(`\u200D${bold[1] ?? ''}`);
    const strange = inner.find(({ kind }) => kind !== 'text');
    return [bold[0].length, strange ?? { kind: 'bold', text: literal(inner).slice(1) }];
  }
  for (const { name, pattern } of rules) {
    const found = pattern.exec(rest);
    if (found) return [found[0].length, { kind: 'other', rule: name, text: found[0] }];
  }
  const [character = ''] = rest;
  return [character.length, { kind: 'text', text: character }];
}

/** What can be read, marks apart. */
export function literal(nodes: readonly Node[]): string {
  return nodes.map(({ text }) => text).join('');
}
