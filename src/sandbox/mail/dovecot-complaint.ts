/** As many as it takes to say what was tried and what that led to. */
const mostLines = 3;
const mostCharacters = 500;

/**
 * Why Dovecot doesn't run, from what it wrote: its log goes away with its folder. The last thing it says is seldom the reason
 * (“Failed to start listeners”), so the last few, each once; where it complains of nothing, how its log ends.
 */
export function complaintIn(log: string): string {
  const complaints = log.split('\n').flatMap((line) => {
    const [, words] = /\b(?:Error|Fatal|Panic): (.*)$/.exec(line) ?? [];
    return words === undefined ? [] : [words];
  });
  const lines = complaints.length > 0 ? complaints : log.split('\n').filter((line) => line.trim() !== '');
  return [...new Set(lines)].slice(-mostLines).join('; ').slice(0, mostCharacters);
}
