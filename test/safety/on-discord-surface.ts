import { renderForm } from '../../src/platforms/discord/form.ts';
import { asPrivate, messageBody } from '../../src/platforms/discord/message.ts';
import { allComponents } from '../../src/sandbox/discord/components.ts';
import { asText } from '../../src/sandbox/json.ts';
import { type Node, readMarkdown } from '../platforms/discord/markdown-model.ts';
import { messageProblems, modalProblems } from '../platforms/discord/referee.ts';
import type { Surface } from './surfaces.ts';

/** The parts of a drawing that no data may add to: whatever is drawn with other words has no more of them. */
export interface Skeleton {
  readonly times: number;
  readonly people: number;
}

/** What is wrong with it on Discord: of its own judges, and of what a reader would see that isn't a word. */
export function problemsOnDiscord([name, drawn]: Surface, plain: Skeleton | undefined): readonly string[] {
  const { problems, components } = 'form' in drawn ? drawnForm(drawn.form) : drawnMessage(drawn.view);
  const nodes = nodesOf(components);
  const { times, people } = skeletonOf(nodes);
  return [
    ...problems,
    ...nodes.flatMap((node) => (node.kind === 'other' ? [`${node.rule}: ${node.text}`] : [])),
    ...(plain && (times > plain.times || people > plain.people) ? ['a time or a person more'] : []),
  ].map((problem) => `Discord, ${name}: ${String(problem)}`);
}

export function skeletonOn([, drawn]: Surface): Skeleton {
  const { components } = 'form' in drawn ? drawnForm(drawn.form) : drawnMessage(drawn.view);
  return skeletonOf(nodesOf(components));
}

type Drawn<K extends string> = Extract<Surface[1], Readonly<Record<K, unknown>>>;

function drawnMessage(view: Drawn<'view'>['view']) {
  const body = asPrivate(messageBody(view));
  const callsNobody = JSON.stringify(body.allowed_mentions) === '{"parse":[]}';
  const problems = [...messageProblems(body), ...(callsNobody ? [] : ['it may call people'])];
  return { problems, components: body.components };
}

function drawnForm(form: Drawn<'form'>['form']) {
  const modal = renderForm(form);
  return { problems: modalProblems(modal), components: modal.components };
}

function nodesOf(components: unknown): readonly Node[] {
  return allComponents(components).flatMap(({ content }) => readMarkdown(asText(content)));
}

function skeletonOf(nodes: readonly Node[]): Skeleton {
  const count = (wanted: Node['kind']): number => nodes.filter(({ kind }) => kind === wanted).length;
  return { times: count('time'), people: count('person') };
}
