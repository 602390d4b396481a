import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
  /** Paths of the two. */
  readonly files: { readonly certificate: string; readonly key: string };
  remove(): void;
}

/** A certificate for `localhost` that nobody trusts, for two days. */
export function selfSigned(): CertificateFiles {
  const folder = mkdtempSync(join(tmpdir(), 'postern-certificate-'));
  // Servers that are other users read it.
  chmodSync(folder, 0o755);
  const files = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const subject = [
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost',
    '-nodes',
    '-days',
    '2',
  ];
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', ...subject];
  execFileSync('openssl', [...words, '-keyout', files.key, '-out', files.certificate], { stdio: 'ignore' });
  return {
    certificate: readFileSync(files.certificate, 'utf8'),
    key: readFileSync(files.key, 'utf8'),
    files,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
