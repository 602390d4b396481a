import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
  /** Paths of the two. */
  readonly files: { readonly certificate: string; readonly key: string };
  remove(): void;
}

/**
 * A certificate for `localhost` that nobody trusts.
 *
 * @param days from now on: with -1 it has expired
 */
export function selfSigned(days: 2 | -1 = 2): CertificateFiles {
  const folder = mkdtempSync(join(tmpdir(), 'postern-certificate-'));
  // Servers that are other users read it.
  chmodSync(folder, 0o755);
  const files = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const [request, names] = [join(folder, 'request.pem'), join(folder, 'names')];
  const openssl = (...words: readonly string[]) => execFileSync('openssl', words, { stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', files.key];
  writeFileSync(names, 'subjectAltName = DNS:localhost\n');
  // In two steps, since `openssl req` makes none that has expired.
  openssl('req', '-new', ...key, '-subj', '/CN=localhost', '-out', request);
  const signed = ['-signkey', files.key, '-days', String(days), '-extfile', names];
  openssl('x509', '-req', '-in', request, ...signed, '-out', files.certificate);
  return {
    certificate: readFileSync(files.certificate, 'utf8'),
    key: readFileSync(files.key, 'utf8'),
    files,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
