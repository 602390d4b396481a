import { randomBytes } from 'node:crypto';
import type { AnyAction, Context } from './command.ts';
import { deliver } from './deliver.ts';
import { UserError } from './errors.ts';
import { explain } from './explain.ts';
import type { Access, Permission } from './permission.ts';
import { sayMissed } from './missed.ts';
import { type Plan, readRequest } from './plan.ts';
import { type Answers, type Form, NotDelivered, type Open, type Request } from './platform.ts';
import type { Registry } from './registry.ts';
import { Forbidden, resolveArguments, resolveOptions } from './resolve.ts';
import type { Services } from './services.ts';
import { within } from './within.ts';

/** A form has to be the first answer, within 3 s of the click; what fills it may take this long, in milliseconds. */
const formDeadline = 1000;

type Runnable = Exclude<Plan, { readonly kind: 'field-errors' }>;

/**
 * Answers requests: find what is asked for, who asks, whether they may, run it, deliver, and find words for
 * whatever fails.
 */
export function createDispatcher(registry: Registry, services: Services): Open {
  return (request) => {
    const plan = planned(registry, request);
    if (!(plan instanceof UserError) && plan.kind === 'field-errors') {
      return { reply: plan.action.reply, onlyReads: true, fieldErrors: plan.errors, run: async () => {} };
    }
    const reply = plan instanceof UserError || plan.kind === 'command' ? 'private' : plan.action.reply;
    return {
      reply,
      onlyReads: onlyReads(plan),
      fieldErrors: {},
      async run(answers) {
        const access = await guarded(registry, services, request, answers, (context) =>
          plan instanceof UserError ? Promise.reject(plan) : run(services, context, request, plan, answers),
        );
        // A form is no place for it: what is sent with it will be answered.
        if (reply !== 'form' && access && access.refusal === undefined)
          await sayMissed(services, request, answers);
      },
    };
  };
}

/** By what it needs: who may only look can change nothing. */
const looking: ReadonlySet<Permission | null> = new Set([null, 'list', 'audit']);

function onlyReads(plan: Runnable | UserError): boolean {
  if (plan instanceof UserError) return true;
  return looking.has(plan.kind === 'command' ? plan.command.permission : plan.action.permission);
}

function planned(registry: Registry, request: Request): Plan | UserError {
  try {
    return readRequest(registry, request);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** Runs work, and answers with words where it fails. Never rejects. @returns what may be done by who was answered */
async function guarded(
  registry: Registry,
  services: Services,
  request: Request,
  answers: Answers,
  work: (context: Context) => Promise<void>,
): Promise<Access | undefined> {
  const reference = randomBytes(4).toString('hex');
  const line = { by: request.actor.id, op: request.op, reference };
  let context: Context | undefined;
  try {
    const access = await services.permissions.accessOf(request.actor);
    context = contextOf(registry, services, request, access);
    await work(context);
    services.log.info({ ...line, kind: request.kind }, 'answered');
    return access;
  } catch (error) {
    try {
      const { view, inPlace } = await explain(registry, services, request, context, error, reference);
      await deliver(
        services,
        request,
        { view },
        inPlace ? answers.replace : answers.privately,
        answers.privately,
        answers,
      );
      return context?.access;
    } catch (failure) {
      services.log.error({ ...line, err: failure }, 'no words for a failure');
      return undefined;
    }
  }
}

function contextOf(registry: Registry, services: Services, request: Request, access: Access): Context {
  const { actor, op } = request;
  const { addresses, devices, deliveries, audit, sessions, mailSettings } = services;
  return {
    actor,
    access,
    addresses,
    devices,
    deliveries,
    audit,
    sessions,
    mailSettings,
    change: { by: actor.id, op },
    commands: registry.commands,
    rowsPerPage: services.rowsPerPage(actor.identity.platform),
    freshPassword: services.freshPassword,
    watchDisconnects: () => services.watchDisconnects(actor, op),
  };
}

async function run(
  services: Services,
  context: Context,
  request: Request,
  plan: Runnable,
  answers: Answers,
): Promise<void> {
  if (plan.kind === 'action') return runAction(services, context, request, plan, answers);
  const { command } = plan;
  refuseOutsiders(command.permission, context.access);
  const options = await resolveOptions(
    context,
    context.access,
    command.permission,
    command.options,
    plan.options,
  );
  // `resolveOptions` gives what the specs say; a list of commands of every shape can't keep their types apart.
  const result = await command.run(context, options as never);
  return deliver(services, request, result, answers.privately, answers.replace, answers);
}

async function runAction(
  services: Services,
  context: Context,
  request: Request,
  { action, arguments: found, options }: Extract<Runnable, { readonly kind: 'action' }>,
  answers: Answers,
): Promise<void> {
  refuseOutsiders(action.permission, context.access);
  const values = async (): Promise<never> => {
    const looked = await resolveArguments(
      context,
      context.access,
      action.permission,
      action.arguments,
      found,
    );
    // The same: checked when it was read, typed where the action is defined.
    return { ...looked, ...options } as never;
  };
  return deliverAction(services, context, request, action, values, answers);
}

async function deliverAction(
  services: Services,
  context: Context,
  request: Request,
  action: AnyAction,
  values: () => Promise<never>,
  answers: Answers,
): Promise<void> {
  switch (action.reply) {
    case 'private':
      return deliver(
        services,
        request,
        await action.run(context, await values()),
        answers.privately,
        answers.replace,
        answers,
      );
    case 'replace':
      return deliver(
        services,
        request,
        await action.run(context, await values()),
        answers.replace,
        answers.privately,
        answers,
      );
    case 'form': {
      const { run: fill } = action;
      const filled = values().then((given) => fill(context, given));
      return openForm(answers, await within(formDeadline, filled));
    }
  }
}

/** A form that did not open changed nothing: nobody has to look whether it did. */
async function openForm(answers: Answers, form: Form): Promise<void> {
  try {
    await answers.form(form);
  } catch (error) {
    if (!(error instanceof NotDelivered)) throw error;
    throw new UserError('try-again', 'The form could not be opened. Nothing was changed. Try again.', {
      cause: error,
    });
  }
}

/** Guests, people of other workspaces, and everybody while there is no policy. */
function refuseOutsiders(permission: AnyAction['permission'] | null, access: Access): void {
  if (permission && access.refusal !== undefined) throw new Forbidden(permission, undefined, false);
}
