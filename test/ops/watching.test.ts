import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { testApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { dana } from '../support/people.ts';
import { typeCurl } from '../support/shell.ts';
import { page } from './pages.ts';

const app = testApp(testDatabase());

const alertsFile = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.object({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.object({ summary: z.string(), description: z.string() }),
        }),
      ),
    }),
  ),
});
const dashboardFile = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).min(1) })),
});

const alerts = alertsFile.parse(parse(page('ops/alerts.yaml'))).groups.flatMap(({ rules }) => rules);
const { panels } = dashboardFile.parse(JSON.parse(page('ops/grafana-dashboard.json')));

/** What Postern answers to Prometheus: `name{label="value"} 1`, by name. */
async function answered(): Promise<ReadonlyMap<string, string>> {
  const text = await (await fetch(`${app.postern.url}/metrics`)).text();
  const found = new Map<string, string>();
  for (const [, name = '', labels = ''] of text.matchAll(/^([a-z_]\w*)(\{.*\})? \S+$/gm))
    found.set(name, `${found.get(name) ?? ''}${labels}\n`);
  return found;
}

/** Each metric of an expression, with the labels that it is asked for by. `up` is Prometheus’ own. */
function asked(expression: string): readonly { readonly name: string; readonly labels: readonly string[] }[] {
  return [...expression.matchAll(/\b(postern_\w+)(?:\{([^}]*)\})?/g)].map(([, name = '', selector = '']) => ({
    name,
    labels: [...selector.matchAll(/(\w+)="/g)].map(([, label = '']) => label),
  }));
}

/** Labels that the result is told apart by. */
function grouped(expression: string): readonly string[] {
  return [...expression.matchAll(/by \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(/, ?/));
}

it('answers whoever looks whether it is ready, as the page has it', async () => {
  const { host } = new URL(app.postern.url);
  const { said } = await typeCurl('curl http://127.0.0.1:3000/readyz', host);

  expect(said).toContain('ready');
});

it('every alert and every panel asks for metrics and labels that there are', async () => {
  await app.person(dana).say('it-helpdesk', '/devices help');
  await expect.poll(async () => (await answered()).has('postern_interactions_total')).toBe(true);
  const metrics = await answered();

  const expressions = [
    ...alerts.map(({ expr }) => expr),
    ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ];
  for (const expression of expressions) {
    for (const { name, labels } of asked(expression)) {
      expect([...metrics.keys()], expression).toContain(name);
      for (const label of [...labels, ...grouped(expression)]) {
        expect(metrics.get(name), expression).toContain(`${label}="`);
      }
    }
  }
  expect(expressions.length).toBeGreaterThan(20);
});

it('every metric of ours is on the dashboard', async () => {
  const shown = new Set(
    panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => asked(expr).map(({ name }) => name))),
  );
  const ours = [...(await answered()).keys()].filter((name) => !/_process_|_count$|_sum$/.test(name));

  expect(ours.filter((name) => !shown.has(name))).toEqual([]);
});

/** Whether `name{label="value"} < 2` holds of any line of an answer. Other expressions are left to Prometheus. */
function holds(expression: string, answer: string): boolean {
  const [, metric = '', most] = /^(\w+\{[^}]*\}) < (\d+)$/.exec(expression) ?? [];
  if (most === undefined) throw new Error(`Not a metric below a number: ${expression}`);
  return answer
    .split('\n')
    .some((line) => line.startsWith(`${metric} `) && Number(line.slice(metric.length)) < Number(most));
}

it.each([
  ['with both', 'postern_sockets{platform="slack"} 2', false],
  ['with one of them', 'postern_sockets{platform="slack"} 1', true],
  ['with none, while another process answers', 'postern_sockets{platform="slack"} 0', true],
  ['in HTTP mode', 'postern_platform_connected{platform="slack"} 1', false],
  ['without Slack', 'postern_sockets{platform="discord"} 1', false],
  ['that stands by for Discord', 'postern_sockets{platform="discord"} 0', false],
])('whether a socket of Slack is missed of a process %s: %s → %s', (_name, answer, expected) => {
  const alert = alerts.find(({ alert: name }) => name === 'PosternSlackSocketMissing');

  expect(holds(alert?.expr ?? '', answer)).toBe(expected);
  // Longer than Slack takes to renew one.
  expect(alert?.for).toBe('5m');
});

it('every alert is explained in docs/operations.md, with what to do', () => {
  const explained = page('docs/operations.md');
  for (const { alert } of alerts) expect(explained).toContain(`### ${alert}\n`);
  expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
});
