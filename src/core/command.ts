import type { Actor } from './actor.ts';
import { type ArgumentInputs, type Arguments, type ArgumentSpecs, encodeActionId } from './action-id.ts';
import type { Options, OptionSpecs } from './option.ts';
import type { FreshPassword, PasswordHash } from './password.ts';
import type { Access, Permission } from './permission.ts';
import type { Form, ReplyKind } from './platform.ts';
import type { AddressStore, AuditLog, Change, DeliveryLog, DeviceStore, MailSettings } from './ports.ts';
import type { Sessions } from './sessions.ts';
import type { Button, MenuEntry, PrivateView, PublicView } from './view.ts';

/** What a command may use. It imports no driver and no SDK: all that it needs is here. */
export interface Context {
  readonly actor: Actor;
  readonly access: Access;
  /** Who changes, and which delivery asked for it: goes with every change to the store. */
  readonly change: Change;
  readonly addresses: AddressStore;
  readonly devices: DeviceStore;
  readonly deliveries: DeliveryLog;
  readonly audit: AuditLog;
  readonly sessions: Sessions;
  readonly mailSettings: MailSettings;
  readonly commands: readonly Command[];
  /** Rows that fit into one message of this platform. */
  readonly rowsPerPage: number;
  freshPassword(): Promise<FreshPassword & { readonly hash: PasswordHash }>;
  /** To be called after a disconnect, which no cap ever holds up: many in a minute raise a warning. */
  watchDisconnects(): Promise<void>;
}

/** A view, and what happens once the platform took it or didn't. */
export interface Followed<V> {
  readonly view: V;
  /**
   * For a view that holds a new password: hears whether the platform took it. Gives a view where the person must
   * hear of something: that the password is refused, since it didn't arrive or arrived too late.
   */
  settled?(delivered: boolean): Promise<PublicView | undefined>;
  /** The person was told what `settled` gave. */
  told?(): Promise<void>;
  /**
   * What comes second, and may take longer than the answer should. After a new private message it takes the place
   * of the message that was clicked, whose buttons are spent; after an answer in place it is a new private message.
   */
  afterwards?(): Promise<Afterwards>;
}

export interface Afterwards {
  readonly view: PublicView;
  /** What may follow minutes later, as a new private message. Undefined: this process won't hear of it. */
  readonly later?: Promise<PublicView | undefined>;
}

/** Undefined: another process answers this delivery, so say nothing. */
export type Result<V> = V | Followed<V> | undefined;

export interface Results {
  readonly private: Result<PrivateView>;
  readonly replace: Result<PublicView>;
  readonly form: Form;
}

/**
 * What a button, an entry of a menu or a sent form starts.
 *
 * The permission is checked again on the address that the arguments name, before `run`.
 */
export interface Action<S extends ArgumentSpecs, F extends OptionSpecs, K extends ReplyKind> {
  readonly name: string;
  readonly arguments: S;
  /** The fields of the form that this action receives. Empty for buttons. */
  readonly fields: F;
  readonly permission: Permission;
  readonly reply: K;
  // A method, so that actions of every shape stand in one list: parameters of methods are compared both ways.
  run(context: Context, values: Arguments<S> & Options<F>): Promise<Results[K]>;
}

/** An action of any shape. Its `reply` tells what `run` gives. */
export type AnyAction = { [K in ReplyKind]: Action<ArgumentSpecs, OptionSpecs, K> }[ReplyKind];

/** A word after `/devices`: data, and one function that returns a view. */
export interface Command<S extends OptionSpecs = OptionSpecs> {
  readonly name: string;
  /** One sentence for help, in the imperative, at most 100 characters: Discord's limit. */
  readonly description: string;
  readonly options: S;
  /** Checked on the address among the options. Null: everybody may. */
  readonly permission: Permission | null;
  /** Its end may be a new password: a platform that could not show it should not begin. */
  readonly issuesPassword?: true;
  readonly actions: readonly AnyAction[];
  run(context: Context, options: Options<S>): Promise<Result<PrivateView>>;
}

export function defineCommand<const S extends OptionSpecs>(command: Command<S>): Command<S> {
  return command;
}

/** Names an action where a view needs a button for it and the file that defines it would come in a circle. */
export interface ActionReference<S extends ArgumentSpecs> {
  readonly name: string;
  readonly arguments: S;
}

export function defineAction<
  const S extends ArgumentSpecs,
  K extends ReplyKind,
  const F extends OptionSpecs = Readonly<Record<never, never>>,
>(action: Omit<Action<S, F, K>, 'fields'> & { readonly fields?: F }): Action<S, F, K> {
  // Without fields F is the empty record, which `{}` is.
  return {
    ...action,
    fields: action.fields ?? ({} as F),
    run: (context, values) => action.run(context, values),
  };
}

export function button<S extends ArgumentSpecs>(
  label: string,
  action: ActionReference<S>,
  values: ArgumentInputs<S>,
  style: Button['style'] = 'plain',
): Button {
  return { label, style, id: encodeActionId(action.name, action.arguments, values) };
}

export function menuEntry<S extends ArgumentSpecs>(
  label: string,
  action: ActionReference<S>,
  values: ArgumentInputs<S>,
  available = true,
): MenuEntry {
  return { label, available, id: encodeActionId(action.name, action.arguments, values) };
}

type Exemplary = Pick<Command, 'name' | 'options'>;

/** `/devices add alice@example.com "Reception printer"`, from the examples of the options. */
export function exampleOf(command: Exemplary, defaultCommand = 'list'): string {
  const words = examplesOf(command).map(([, example]) => (example.includes(' ') ? `"${example}"` : example));
  return ['/devices', ...(command.name === defaultCommand ? [] : [command.name]), ...words].join(' ');
}

/** `/devices add address:alice@example.com label:Reception printer`, as it looks where options are filled in by name. */
export function namedExampleOf(command: Exemplary): string {
  const words = examplesOf(command).map(([name, example]) => `${name}:${example}`);
  return ['/devices', command.name, ...words].join(' ');
}

/** `add <address> <label> [kind] [protocols]`: what follows `/devices`, in brackets what may be left out. */
export function usageOf({ name, options }: Exemplary): string {
  const words = Object.entries(options).map(([option, { kind, optional }]) =>
    optional || kind === 'choice' || kind === 'choices' ? `[${option}]` : `<${option}>`,
  );
  return [name, ...words].join(' ');
}

function examplesOf({ options }: Exemplary): readonly (readonly [name: string, example: string])[] {
  return Object.entries(options)
    .filter(
      ([, { kind, optional }]) => kind === 'email' || (!optional && kind !== 'choice' && kind !== 'choices'),
    )
    .map(([name, { example }]) => [name, example]);
}
