/** @type {string} */
let standIn;

/** @param {{ readonly standIn: string }} data */
export function initialize(data) {
  ({ standIn } = data);
}

/** Tests get the stand-in for vitest, and what a file imports gets the query behind the file's own URL. */
/** @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, next) {
  if (specifier === 'vitest' && context.parentURL !== standIn) return { url: standIn, shortCircuit: true };
  const found = await next(specifier, context);
  const [query] = /\?reload=\d+$/.exec(context.parentURL ?? '') ?? [''];
  const isOurs = found.url.startsWith('file:') && !found.url.includes('/node_modules/');
  return isOurs && !found.url.endsWith(query) ? { ...found, url: `${found.url}${query}` } : found;
}
