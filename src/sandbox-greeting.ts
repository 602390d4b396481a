/** What the terminal says when the sandbox is up: where to look, who to be, what to type. */
export function greeting(url: string, milliseconds: number): string {
  return `
Postern is up in its sandbox, after ${(milliseconds / 1000).toFixed(1)} s. Nothing of it leaves this machine.

  Open   ${url}

  Be     Dana    mail admin: may do everything
         Sam     helpdesk: devices of *@example.com
         Eve     may do nothing
         Alice   owner of alice@example.com: hears of what others do to her devices

  See    the phones beside the chat: connected while they are, red the moment they are cut off

  Type   /devices alice@example.com
         /devices shared@example.com printer
         /devices help

Ctrl-C ends it, and keeps what you did. With tokens of Slack or Discord in .env it is the real thing: see README.md.
`;
}
