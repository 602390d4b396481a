import { paths, type Place } from './tree.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** For a shell to read: what can be typed next. Names of files where nothing else can. */
export function completionScript(shell: Shell, places: readonly Place[]): string {
  switch (shell) {
    case 'bash':
      return bash(places);
    case 'zsh':
      return zsh(places);
    case 'fish':
      return fish(places);
  }
}

function bash(places: readonly Place[]): string {
  const values = places.flatMap(({ path, values: all }) =>
    all.map(({ option, choices }) => `    '${path} ${option}') candidates='${choices.join(' ')}' ;;`),
  );
  const words = places.map(
    ({ path, words: all }) => `      '${path}') candidates='${all.map(({ word }) => word).join(' ')}' ;;`,
  );
  return `# postern completion bash: put  eval "$(postern completion bash)"  into ~/.bashrc
_postern() {
  local place='' candidates='' index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$place/\${COMP_WORDS[index]}" in
      ${paths(places).join('|')}) place="$place/\${COMP_WORDS[index]}" ;;
    esac
  done
  case "$place \${COMP_WORDS[COMP_CWORD - 1]}" in
${values.join('\n')}
    *) case "$place" in
${words.join('\n')}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$candidates" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _postern postern
`;
}

function zsh(places: readonly Place[]): string {
  const values = places.flatMap(({ path, values: all }) =>
    all.map(({ option, choices }) => `    ('${path} ${option}') candidates=(${choices.join(' ')}) ;;`),
  );
  const words = places.map(({ path, words: all }) => {
    const candidates = all.map(({ word, description }) => single(`${word}:${description}`));
    return `      ('${path}') candidates=(\n        ${candidates.join('\n        ')}\n      ) ;;`;
  });
  // Not \`path\`: that is the shell's own.
  return `#compdef postern
# postern completion zsh: put  eval "$(postern completion zsh)"  into ~/.zshrc, behind compinit
_postern() {
  local place='' word
  local -a candidates
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$place/$word" in
      (${paths(places).join('|')}) place="$place/$word" ;;
    esac
  done
  case "$place \${words[CURRENT-1]}" in
${values.join('\n')}
    (*) case "$place" in
${words.join('\n')}
    esac ;;
  esac
  _describe 'postern' candidates || _files
}
compdef _postern postern
`;
}

function fish(places: readonly Place[]): string {
  const lines = places.flatMap(({ path, words, values }) => {
    const at = `complete -c postern -n "__postern_at '${path}'"`;
    return words.map(({ word, description }) => {
      if (!word.startsWith('--')) return `${at} -a ${word} -d ${fishQuoted(description)}`;
      const found = values.find(({ option }) => option === word);
      const choices = found ? ` -x -a '${found.choices.join(' ')}'` : '';
      return `${at} -l ${word.slice(2)}${choices} -d ${fishQuoted(description)}`;
    });
  });
  return `# postern completion fish: postern completion fish > ~/.config/fish/completions/postern.fish
function __postern_at
    set -l place ''
    for word in (commandline -opc)[2..-1]
        switch "$place/$word"
            case ${paths(places).join(' ')}
                set place "$place/$word"
        end
    end
    test "$place" = "$argv[1]"
end
${lines.join('\n')}
`;
}

/** In single quotes, as bash and zsh read them. */
function single(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}
