import type { RespondArguments } from '@slack/bolt';

/** Names the button in the answer. */
export const floorButton = 'floor';

export const floorText = 'Nothing was looked up';

/** One sentence and one button, so that there is something to click. */
export const floorAnswer: RespondArguments = {
  response_type: 'ephemeral',
  replace_original: false,
  text: floorText,
  blocks: [
    { type: 'section', text: { type: 'plain_text', text: floorText } },
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: floorButton, text: { type: 'plain_text', text: 'Again' } }],
    },
  ],
};
