import { type ArgumentInputs, type ArgumentSpecs, encodeActionId } from '../../src/core/action-id.ts';
import type { OptionSpecs } from '../../src/core/option.ts';

/** The half of a form that says where it goes when it is sent, and what it asks. */
export function submission<S extends ArgumentSpecs, F extends OptionSpecs>(
  action: { readonly name: string; readonly arguments: S; readonly fields: F },
  values: ArgumentInputs<S>,
): { readonly id: string; readonly fields: F } {
  return { id: encodeActionId(action.name, action.arguments, values), fields: action.fields };
}
