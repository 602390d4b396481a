import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Policy, Problem } from './policy.ts';
import { readPolicy } from './read-policy.ts';
import { longestSource } from './yaml-source.ts';

export type PolicyFile =
  | { readonly kind: 'policy'; readonly policy: Policy }
  | { readonly kind: 'missing' }
  | { readonly kind: 'broken'; readonly problems: readonly Problem[] };

export async function readPolicyFile(path: string): Promise<PolicyFile> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const stat = await file.stat();
    if (!stat.isFile()) return broken('This is not a file.');
    // The same limit in bytes, before anything is read into memory.
    if (stat.size > longestSource) return broken('The file is larger than 1 MB. A policy is not.');
    return toPolicyFile(await file.readFile());
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' ? { kind: 'missing' } : broken(`The file can't be read: ${code}.`);
  } finally {
    await file?.close();
  }
}

function toPolicyFile(bytes: Uint8Array): PolicyFile {
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return broken('The file is not UTF-8.');
  }
  const read = readPolicy(source);
  return 'policy' in read ? { kind: 'policy', ...read } : { kind: 'broken', ...read };
}

function broken(sentence: string): PolicyFile {
  return { kind: 'broken', problems: [{ line: 0, sentence }] };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
