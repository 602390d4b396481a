/** What `*` means, in the fewest words and without regard to time: the model that the matcher is held against. */
export function globMatches(pattern: string, address: string): boolean {
  const [patternLocal = '', patternDomain = ''] = pattern.toLowerCase().split('@');
  const [local = '', domain = ''] = address.split('@');
  return sideMatches(patternLocal, local) && sideMatches(patternDomain, domain);
}

function sideMatches(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] !== '*') return pattern[0] === text[0] && sideMatches(pattern.slice(1), text.slice(1));
  return sideMatches(pattern.slice(1), text) || (text !== '' && sideMatches(pattern, text.slice(1)));
}
