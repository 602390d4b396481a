import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';

/** The sandbox's page, bundled and held in memory. */
export interface SandboxPage {
  /** Answers a request for a file of the page. @returns false where it is for something else */
  readonly request: (request: IncomingMessage, response: ServerResponse) => boolean;
}

interface PageFile {
  readonly type: string;
  readonly content: string;
}

const headers = {
  'cache-control': 'no-store',
  // The page shows passwords and what apps send, so nothing but its own two files may run or be reached.
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** Bundles the page: about 130 ms, once, at the start, beside what else is loaded then. */
export async function preparePage(): Promise<SandboxPage> {
  const files = await pageFiles();
  return {
    request(request, response) {
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      const file = files.get(path);
      if (!file || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
      if (!isLoopback(request.headers.host)) {
        response.writeHead(403, { ...headers, 'content-type': 'text/plain; charset=utf-8' });
        response.end('The sandbox is open at 127.0.0.1 only.\n');
        return true;
      }
      response.writeHead(200, { ...headers, 'content-type': file.type });
      response.end(request.method === 'HEAD' ? undefined : file.content);
      return true;
    },
  };
}

/**
 * Any other name that leads to 127.0.0.1 is somebody else's: a web page that reads the sandbox
 * through a name of its own (DNS rebinding).
 */
function isLoopback(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host ?? '');
}

async function pageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const [html, favicon, bundle] = await Promise.all([
    readFile(sourceOf('page.html'), 'utf8'),
    readFile(sourceOf('favicon.svg'), 'utf8'),
    bundlePage(),
  ]);
  const icon = { type: 'image/svg+xml', content: favicon };
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', content: html }],
    ['/page.js', { type: 'text/javascript; charset=utf-8', content: bundle.script }],
    ['/page.css', { type: 'text/css; charset=utf-8', content: bundle.style }],
    ['/favicon.svg', icon],
    ['/favicon.ico', icon],
  ]);
}

async function bundlePage(): Promise<{ readonly script: string; readonly style: string }> {
  const { outputFiles } = await build({
    entryPoints: { page: sourceOf('main.tsx'), style: sourceOf('page.css') },
    tsconfig: sourceOf('tsconfig.json'),
    outdir: sourceOf('.'),
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  });
  // esbuild keeps a process of its own waiting for more work; there is none.
  await stop();
  const textOf = (name: string): string => outputFiles.find(({ path }) => path.endsWith(name))?.text ?? '';
  return { script: textOf('page.js'), style: textOf('style.css') };
}

function sourceOf(name: string): string {
  return fileURLToPath(new URL(`./page/${name}`, import.meta.url));
}
