import type { PrivateBlock, PrivateView, RowBlock } from '../../core/view.ts';
import { drawTable } from './table.ts';
import { dim, type Drawing, drawText } from './text.ts';

/** A view in lines. Buttons are left out: each is a command here. Secrets are shown. */
export function drawView({ blocks }: PrivateView, drawing: Drawing): string {
  const lines: string[] = [];
  for (const [index, block] of blocks.entries()) {
    const previous = blocks[index - 1];
    if (block.kind === 'row') {
      if (previous?.kind !== 'row') lines.push(...section(rowsFrom(blocks, index), drawing));
    } else lines.push(...drawBlock(block, drawing));
  }
  return lines.map((line) => `${line}\n`).join('');
}

function drawBlock(block: Exclude<PrivateBlock, RowBlock>, drawing: Drawing): readonly string[] {
  switch (block.kind) {
    case 'text':
      return [drawText(block.text, drawing)];
    case 'note':
      return [dim(drawText(block.text, { ...drawing, colour: false }), drawing)];
    case 'secret':
      return ['', `${block.label}:`, `  ${block.secret.reveal()}`, ''];
    case 'buttons':
      return [];
  }
}

/** A table; below it what no column says, such as a warning, is left to the lines of the row. */
function section(rows: readonly RowBlock[], drawing: Drawing): readonly string[] {
  return ['', ...drawTable(rows, drawing), ...warnings(rows, drawing), ''];
}

function warnings(rows: readonly RowBlock[], drawing: Drawing): readonly string[] {
  return rows.flatMap(({ label, details }) =>
    details
      .map((line) => drawText(line, { ...drawing, colour: false }))
      .filter((line) => line.startsWith('⚠'))
      .map((line) => `${label}: ${line}`),
  );
}

function rowsFrom(blocks: readonly PrivateBlock[], from: number): readonly RowBlock[] {
  const end = blocks.findIndex((block, index) => index > from && block.kind !== 'row');
  return blocks.slice(from, end === -1 ? undefined : end).filter((block) => block.kind === 'row');
}
