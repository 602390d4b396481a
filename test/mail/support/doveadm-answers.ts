/**
 * What the HTTP API of doveadm answers, captured from Dovecot 2.3.19.1 (Debian 12) and 2.4.1 (Debian 13), process ids and
 * addresses included: `POST /doveadm/v1` with `[["command", {…}, "t"]]`.
 *
 * docs/mail-server.md says the same in words.
 */

/** One exchange. `status` is 200 where nothing else is said. */
export interface DoveadmSample {
  readonly what: string;
  readonly version: '2.3' | '2.4';
  /** Undefined: a GET. */
  readonly request: string | undefined;
  readonly status?: number;
  /** The body, as it came. Undefined: the connection was closed without an answer. */
  readonly answer: string | undefined;
}

const all = `[["who",{"separateConnections":true},"t"]]`;

export const doveadmSamples: readonly DoveadmSample[] = [
  {
    what: 'who: an IMAP session of a device, one of web mail, which has no device',
    version: '2.4',
    request: all,
    answer: `[["doveadmResponse",[{"username":"web@example.org","service":"imap","pid":"23387","ip":"127.0.0.1","dest_ip":"","user_device":""},{"username":"jane@example.org","service":"imap","pid":"23392","ip":"127.0.0.1","dest_ip":"","user_device":"jane@example.org/k7xw"}],"t"]]`,
  },
  {
    what: 'who: IMAP, POP3 and submission of two devices and the generic password',
    version: '2.4',
    request: all,
    answer: `[["doveadmResponse",[{"username":"jane@example.org","service":"imap","pid":"21614","ip":"127.0.0.1","dest_ip":"","user_device":"jane@example.org/generic"},{"username":"jane@example.org","service":"submission","pid":"21643","ip":"127.0.0.1","dest_ip":"","user_device":"jane@example.org/k7xw"},{"username":"jane@example.org","service":"pop3","pid":"21642","ip":"127.0.0.1","dest_ip":"","user_device":"jane@example.org/m2pq"}],"t"]]`,
  },
  {
    what: 'who: hibernated IMAP sessions, which share a process',
    version: '2.4',
    request: all,
    answer: `[["doveadmResponse",[{"username":"jane@example.org","service":"imap-hibernate","pid":"22549","ip":"127.0.0.1","dest_ip":"","user_device":"jane@example.org/m2pq"},{"username":"jane@example.org","service":"imap-hibernate","pid":"22549","ip":"127.0.0.1","dest_ip":"","user_device":"jane@example.org/k7xw"}],"t"]]`,
  },
  {
    what: 'who: the device never reached the userdb since Dovecot started: no such column',
    version: '2.4',
    request: all,
    answer: `[["doveadmResponse",[{"username":"jane@example.org","service":"imap","pid":"24983","ip":"127.0.0.1","dest_ip":""}],"t"]]`,
  },
  {
    what: 'who: the device no longer reaches the userdb: an empty column',
    version: '2.4',
    request: all,
    answer: `[["doveadmResponse",[{"username":"jane@example.org","service":"imap","pid":"22268","ip":"127.0.0.1","dest_ip":"","user_device":""}],"t"]]`,
  },
  {
    what: 'who: nobody, or nobody of that mask; nor anybody whom Postfix signed in',
    version: '2.4',
    request: `[["who",{"separateConnections":true,"mask":["joe@example.org"]},"t"]]`,
    answer: `[["doveadmResponse",[],"t"]]`,
  },
  {
    what: 'who: by device, while any session on the server has none: doveadm crashes. Ask by address, or for all',
    version: '2.4',
    request: `[["who",{"separateConnections":true,"passdbField":"user_device","mask":["jane@example.org/k7xw"]},"t"]]`,
    answer: undefined,
  },
  {
    what: 'kick: two sessions of that device',
    version: '2.4',
    request: `[["kick",{"passdbField":"user_device","mask":["jane@example.org/k7xw"]},"t"]]`,
    answer: `[["doveadmResponse",[{"count":"2"}],"t"]]`,
  },
  {
    what: 'kick: nobody, or the device did not reach the userdb',
    version: '2.4',
    request: `[["kick",{"passdbField":"user_device","mask":["jane@example.org/k7xw"]},"t"]]`,
    answer: `[["doveadmResponse",[{"count":"0"}],"t"]]`,
  },
  {
    what: 'kick: a wildcard, or two masks, while any session on the server has no device: doveadm crashes',
    version: '2.4',
    request: `[["kick",{"passdbField":"user_device","mask":["jane@example.org/*"]},"t"]]`,
    answer: undefined,
  },
  {
    what: 'a command that the key may not give',
    version: '2.4',
    request: `[["reload",{},"t"]]`,
    answer: `[["error",{"type":"unAuthorized","exitCode":0},"t"]]`,
  },
  {
    what: 'a command that does not exist',
    version: '2.4',
    request: `[["nonsense",{},"t"]]`,
    answer: `[["error",{"type":"unknownMethod","exitCode":0},"t"]]`,
  },
  {
    what: 'a parameter that does not exist',
    version: '2.4',
    request: `[["who",{"foo":"bar"},"t"]]`,
    answer: `[["error",{"type":"invalidRequest","exitCode":0},"t"]]`,
  },
  {
    what: 'no array of commands',
    version: '2.4',
    request: `{}`,
    status: 400,
    answer: `JSON parse error: Root is not an array\r\n`,
  },
  { what: 'another key, or none', version: '2.4', request: all, status: 401, answer: '' },
  {
    what: 'the list of all commands (cut to two), which also tells the version: kick takes passdbField',
    version: '2.4',
    request: undefined,
    answer: `[{"command":"kick","parameters":[{"name":"socketPath","type":"string"},{"name":"passdbField","type":"string"},{"name":"destHost","type":"string"},{"name":"mask","type":"array"}]},{"command":"who","parameters":[{"name":"socketPath","type":"string"},{"name":"separateConnections","type":"boolean"},{"name":"passdbField","type":"string"},{"name":"mask","type":"array"}]}]`,
  },
  {
    what: 'who: IMAP, POP3 and submission of two devices and the generic password, and web mail, which has no device',
    version: '2.3',
    request: all,
    answer: `[["doveadmResponse",[{"username":"jane@example.org/generic","service":"imap","pid":"24225","ip":"127.0.0.1"},{"username":"jane@example.org/m2pq","service":"imap","pid":"24223","ip":"127.0.0.1"},{"username":"web@example.org","service":"imap","pid":"24226","ip":"127.0.0.1"},{"username":"jane@example.org/m2pq","service":"pop3","pid":"24232","ip":"127.0.0.1"},{"username":"jane@example.org/k7xw","service":"submission","pid":"24243","ip":"127.0.0.1"}],"t"]]`,
  },
  {
    what: 'who: without separateConnections, which is no JSON once there are two rows',
    version: '2.3',
    request: `[["who",{},"t"]]`,
    answer: `[["doveadmResponse",[{"username":"web@example.org","connections":"1","service":"imap","pids":"(24226)","ips":"(127.0.0.1)"}],{"username":"jane@example.org/k7xw","connections":"1","service":"imap","pids":"(24224)","ips":"(127.0.0.1)"},"t"]]`,
  },
  {
    what: 'who: nobody, or nobody of that mask; nor anybody whom Postfix signed in',
    version: '2.3',
    request: `[["who",{"separateConnections":true,"mask":["joe@example.org/*"]},"t"]]`,
    answer: `[["doveadmResponse",[],"t"]]`,
  },
  {
    what: 'kick: somebody',
    version: '2.3',
    request: `[["kick",{"mask":["jane@example.org/k7xw"]},"t"]]`,
    answer: `[["doveadmResponse",[{"result":"jane@example.org/k7xw"}],"t"]]`,
  },
  {
    what: 'kick: nobody',
    version: '2.3',
    request: `[["kick",{"mask":["nobody@example.org/abcd"]},"t"]]`,
    answer: `[["error",{"type":"exitCode", "exitCode":68},"t"]]`,
  },
  {
    what: 'kick in the words of 2.4, which tells the version: nobody is kicked',
    version: '2.3',
    request: `[["kick",{"passdbField":"user_device","mask":["jane@example.org/k7xw"]},"t"]]`,
    answer: `[["error",{"type":"invalidRequest", "exitCode":0},"t"]]`,
  },
  {
    what: 'a command that the key may not give',
    version: '2.3',
    request: `[["reload",{},"t"]]`,
    answer: `[["error",{"type":"unAuthorized", "exitCode":0},"t"]]`,
  },
  {
    what: 'a command that does not exist',
    version: '2.3',
    request: `[["nonsense",{},"t"]]`,
    answer: `[["error",{"type":"unknownMethod", "exitCode":0},"t"]]`,
  },
  {
    what: 'no array of commands',
    version: '2.3',
    request: `{}`,
    status: 400,
    answer: `Request must be a JSON array\r\n`,
  },
  { what: 'another key, or none', version: '2.3', request: all, status: 401, answer: '' },
  {
    what: 'the list of all commands (cut to two), which also tells the version: kick takes no passdbField',
    version: '2.3',
    request: undefined,
    answer: `[{"command":"kick","parameters":[{"name":"socketPath","type":"string"},{"name":"force","type":"boolean"},{"name":"mask","type":"array"}]},{"command":"who","parameters":[{"name":"socketPath","type":"string"},{"name":"separateConnections","type":"boolean"},{"name":"mask","type":"array"}]}]`,
  },
];
