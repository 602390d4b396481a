import { asList, asObject } from '../../json.ts';
import { blocks } from './blocks.ts';
import { plainText } from './elements.ts';
import { limits } from './limits.ts';
import { also, boolean, object, oneOf, string } from './report.ts';

/** @see https://docs.slack.dev/reference/views/modal-views */
export const modalView = also(
  object({
    required: {
      type: oneOf('modal'),
      title: plainText(limits.modalTitle),
      blocks: blocks(limits.viewBlocks),
    },
    optional: {
      close: plainText(limits.modalTitle),
      submit: plainText(limits.modalTitle),
      private_metadata: string(limits.privateMetadata, 0),
      callback_id: string(limits.id, 0),
      external_id: string(limits.id, 0),
      clear_on_close: boolean,
      notify_on_close: boolean,
    },
  }),
  (report, path, view) => {
    const hasInput = asList(view['blocks']).some((block) => asObject(block)['type'] === 'input');
    if (hasInput && view['submit'] === undefined) {
      report(path, 'missing required field: submit, as there is an input block');
    }
  },
);
