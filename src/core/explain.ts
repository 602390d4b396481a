import type { Context } from './command.ts';
import { type FreshList, UserError } from './errors.ts';
import type { Request } from './platform.ts';
import { pageOf } from './page-of.ts';
import type { Registry } from './registry.ts';
import { Forbidden } from './resolve.ts';
import type { Services } from './services.ts';
import type { PublicView } from './view.ts';
import { defectView, refusalView, userErrorView } from './words.ts';
import { parseActionId } from './action-id.ts';

interface Explained {
  readonly view: PublicView;
  /** True for a fresh list: it takes the place of the stale one that was clicked. */
  readonly inPlace: boolean;
}

/** Finds the words for what went wrong, audits a refusal, and logs the rest. */
export async function explain(
  registry: Registry,
  services: Services,
  request: Request,
  context: Context | undefined,
  error: unknown,
  reference: string,
): Promise<Explained> {
  const line = { by: request.actor.id, op: request.op, reference };
  if (error instanceof Forbidden && context) {
    services.log.info({ ...line, permission: error.permission }, 'forbidden');
    await services.refusals.record(request.actor, {
      op: request.op,
      attempt: attemptOf(registry, request),
      permission: error.permission,
      address: error.address ?? null,
    });
    return { view: refusalView(error, context.access), inPlace: false };
  }
  if (error instanceof UserError) {
    services.log.info({ ...line, code: error.code, ...(error.cause ? { err: error.cause } : {}) }, 'refused');
    if (error.code === 'too-many-changes') await services.warnOfPasswords(request.actor, request.op);
    const below =
      error.instead ?? (error.showList && context && (await freshList(registry, context, error.showList)));
    return { view: userErrorView(error, below), inPlace: below !== undefined && isClick(request) };
  }
  services.log.error({ ...line, err: error }, 'failed');
  return { view: defectView(reference), inPlace: false };
}

/** Of a message that is there, so that something can take its place. */
function isClick({ kind }: Request): boolean {
  return kind === 'action' || kind === 'submission';
}

/** A name of ours, never what was typed. */
function attemptOf(registry: Registry, request: Request): string {
  switch (request.kind) {
    case 'command': {
      const { words } = request;
      const [first = ''] = typeof words === 'string' ? words.trim().split(/\s/, 1) : words;
      const word = first.toLowerCase();
      return registry.command(word)?.name ?? 'list';
    }
    case 'filled-command':
      return registry.command(request.command)?.name ?? 'unknown';
    case 'action':
    case 'submission':
      return parseActionId(request.id)?.name ?? 'unknown';
  }
}

/** Where the person may list the address. Nothing where even that fails: the message matters more. */
async function freshList(
  registry: Registry,
  context: Context,
  { address: id, device, page = 0 }: FreshList,
): Promise<PublicView | undefined> {
  const list = registry.action('list.show');
  const address = await context.addresses.get(id).catch(() => undefined);
  if (list?.reply !== 'replace' || !address || !context.access.may('list', address.address)) return undefined;
  const at = device === undefined ? page : await pageOf(context, device).catch(() => 0);
  const result = await list.run(context, { address, page: at, match: '' } as never).catch(() => undefined);
  if (result === undefined) return undefined;
  return 'view' in result ? result.view : result;
}
