import { readBlocks } from './block.ts';
import type { Block } from './block.ts';
import { fieldsOf } from './read.ts';
import { readPlainText } from './text-object.ts';

export interface ModalView {
  readonly title: string;
  /** Empty where the modal has nothing to submit. */
  readonly submit: string;
  readonly close: string;
  readonly blocks: readonly Block[];
}

export function readModal(view: unknown): ModalView {
  const { title, submit, close, blocks } = fieldsOf(view);
  const read = readBlocks(blocks);
  const hasFields = read.some(({ kind }) => kind === 'input');
  return {
    title: readPlainText(title),
    submit: readPlainText(submit) || (hasFields ? 'Submit' : ''),
    close: readPlainText(close) || 'Cancel',
    blocks: read,
  };
}
