import { readdirSync } from 'node:fs';
import { page } from '../ops/pages.ts';

/** A command that a page tells people to type. */
export interface DocumentedLine {
  readonly page: string;
  /** The heading that it stands below. */
  readonly heading: string;
  /** Whether it stands in a fence marked `sh`; else in one without a mark, or within a sentence. */
  readonly inShellFence: boolean;
  /** One command: what `&&` joins is taken apart, and what does not matter is left out. */
  readonly command: string;
}

/** What tells a command from a file, a setting or a word of the glossary. */
const programs =
  /^(?:[A-Z_]+=\S+ )*(?:apt|apt-get|cd|chmod|chown|cp|curl|docker|doveadm|doveconf|for|git|install|journalctl|mkdir|nc|node|npm|npx|openssl|pg_dump|pg_dumpall|pg_restore|postern|printf|psql|runuser|systemctl|systemd-analyze) \S/;

/** Every page that people read, with the commands of its fences and sentences. */
export function documentedLines(): readonly DocumentedLine[] {
  const docs = readdirSync(new URL('../../docs', import.meta.url), { recursive: true, encoding: 'utf8' });
  return [
    'README.md',
    'CONTRIBUTING.md',
    ...docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
  ]
    .toSorted()
    .flatMap((path) => linesOf(path));
}

function linesOf(path: string): readonly DocumentedLine[] {
  return page(path)
    .split(/^(?=#+ )/m)
    .flatMap((section) => {
      const [, heading = ''] = /^#+ (.*)$/m.exec(section) ?? [];
      const fence = /^ *```(\w*)\n(.*?)^ *```$/gms;
      const sentences = section.replaceAll(fence, '');
      const fenced = [...section.matchAll(fence)].flatMap(([, language = '', inside = '']) =>
        language === '' || language === 'sh' ? inside.split('\n').map((line) => ({ line, language })) : [],
      );
      const said = [...sentences.matchAll(/`([^`]+)`/g)].map(([, line = '']) => ({
        line: line.replaceAll(String.raw`\|`, '|'),
        language: '',
      }));
      return [...fenced, ...said].flatMap(({ line, language }) => {
        const inShellFence = language === 'sh';
        return commandsOf(line)
          .filter((command) => (inShellFence ? command !== '' : programs.test(command)))
          .map((command) => ({ page: path, heading, inShellFence, command }));
      });
    });
}

function commandsOf(line: string): readonly string[] {
  return line
    .replace(/\s+#.*$/, '')
    .split(' && ')
    .map((command) =>
      command
        .replaceAll(/\s+/g, ' ')
        .replace(/npm run (--silent )?postern --/, 'postern')
        // Where the output goes, and that somebody has to fill something in.
        .replace(/ ?> ?\S+$| …$/, '')
        .trim(),
    );
}
