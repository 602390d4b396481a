import { type Asked, type DoubleSession, type DoubleState, masksOf } from './doveadm-table.ts';

interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const elsewhere = { location: 'http://127.0.0.1:9/doveadm/v1' };

/** @param body undefined for the list of commands */
export function answerTo(state: DoubleState, body: string | undefined): Answer | 'nothing' | 'cut' {
  switch (state.how) {
    case 'hangs up':
      return 'cut';
    case 'says nothing':
      return 'nothing';
    case 'HTTP 500':
      return { status: 500, body: 'Internal error at alice@example.com' };
    case 'HTTP 401':
      return { status: 401 };
    case 'redirects':
      return { status: 307, headers: elsewhere };
    case 'HTML in place of JSON':
      return { status: 200, body: '<html>alice@example.com</html>' };
    case 'half of its JSON':
      return { status: 200, body: '[["doveadmResponse",[{"username":"alice@exam' };
    case 'JSON of another shape':
      return { status: 200, body: '[["doveadmResponse",["alice@example.com/k7xw"],"t"]]' };
    case 'the answer to another question':
      return { status: 200, body: '[["doveadmResponse",[],"another"]]' };
    case 'an answer without end':
      return { status: 200, body: `[["doveadmResponse",[],"${'x'.repeat(20 * 1024 * 1024)}"]]` };
    case 'no such command':
      return { status: 200, body: '[["error",{"type":"unknownMethod","exitCode":0},"t"]]' };
    case 'commands not allowed':
      return { status: 200, body: '[["error",{"type":"unAuthorized","exitCode":0},"t"]]' };
    case 'sessions without their device':
    case 'a kick that ends nothing':
    case 'a kick that counts nothing':
    case 'a session that comes back once':
    case undefined:
      return body === undefined ? commandList(state) : answered(state, body);
  }
}

function commandList({ version }: DoubleState): Answer {
  const mask = { name: 'mask', type: 'array' };
  const parameters = version === '2.4' ? [{ name: 'passdbField', type: 'string' }, mask] : [mask];
  return { status: 200, body: JSON.stringify([{ command: 'kick', parameters }]) };
}

function answered(state: DoubleState, body: string): Answer | 'cut' {
  // What the adapter sends is looked at by the tests, through `asked`.
  const [[command, parameters, tag]] = JSON.parse(body) as [[string, Asked['parameters'], string]];
  const asked = { command, parameters };
  state.asked.push(asked);
  const { version } = state;
  const is24 = version === '2.4';
  const byDevice = 'passdbField' in parameters;
  const masks = masksOf(asked);
  if (byDevice && !is24) return error(tag, 'invalidRequest', 0);
  // 2.4.1 crashes on both while any session has no device.
  if (is24 && byDevice && (command === 'who' || masks.some((mask) => /[*?]/.test(mask)))) return 'cut';
  if (masks.length > 1) return is24 ? 'cut' : error(tag, 'exitCode', 64);
  const [mask = '*'] = masks;
  return command === 'who' ? listed(state, mask, tag) : kicked(state, mask, byDevice, tag);
}

function listed({ version, how, sessions }: DoubleState, mask: string, tag: string): Answer {
  const rows = sessions
    .map(({ name, service }) => {
      const [user = ''] = name.split('/');
      const device = name.includes('/') ? name : '';
      const username = version === '2.3' && how !== 'sessions without their device' ? name : user;
      const row = { username, service, pid: '4711', ip: '192.0.2.7' };
      if (version === '2.3') return row;
      return { ...row, dest_ip: '', user_device: how === 'sessions without their device' ? '' : device };
    })
    .filter(({ username }) => matches(username, mask));
  return { status: 200, body: JSON.stringify([['doveadmResponse', rows, tag]]) };
}

function kicked(state: DoubleState, mask: string, byDevice: boolean, tag: string): Answer {
  const { version, how, sessions } = state;
  const selected = (session: DoubleSession) =>
    matches(byDevice || version === '2.3' ? session.name : (session.name.split('/')[0] ?? ''), mask);
  const hit = how === 'sessions without their device' ? [] : sessions.filter(selected);
  if (how !== 'a kick that ends nothing') {
    const left = sessions.filter((session) => !hit.includes(session));
    const isBack = how === 'a session that comes back once' && hit.length > 0;
    state.sessions = isBack ? [...left, ...hit.slice(0, 1)] : left;
    if (isBack) state.how = undefined;
  }
  const count = how === 'a kick that counts nothing' ? 0 : hit.length;
  if (version === '2.4')
    return { status: 200, body: JSON.stringify([['doveadmResponse', [{ count: String(count) }], tag]]) };
  if (count === 0) return error(tag, 'exitCode', 68);
  return { status: 200, body: JSON.stringify([['doveadmResponse', [{ result: mask }], tag]]) };
}

function error(tag: string, type: string, exitCode: number): Answer {
  return { status: 200, body: JSON.stringify([['error', { type, exitCode }, tag]]) };
}

/** As doveadm does: the two wildcards, whatever the case. */
function matches(name: string, mask: string): boolean {
  const pattern = mask
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'i').test(name);
}
