import { optionsWithFiles, optionsWithWords, paths, type Place, placesWithFiles } from './tree.ts';

export function zsh(places: readonly Place[]): string {
  const values = optionsWithWords(places).map(
    ({ at, choices }) => `    (${at}) candidates=(${choices.join(' ')}) ;;`,
  );
  const words = places.map(({ path, words: all }) => {
    const candidates = all.map(({ word, description }) => quoted(`${word}:${description}`));
    return `      ('${path}') candidates=(\n        ${candidates.join('\n        ')}\n      ) ;;`;
  });
  // Not \`path\`: that is the shell's own.
  return `#compdef postern
# postern completion zsh: put  eval "$(postern completion zsh)"  into ~/.zshrc, behind compinit
_postern() {
  local place='' files='' word
  local -a candidates
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$place/$word" in
      (${paths(places).join('|')}) place="$place/$word" ;;
    esac
  done
  case "$place \${words[CURRENT-1]}" in
    (${optionsWithFiles(places).join('|')}) files=yes ;;
${values.join('\n')}
    (*) case "$place" in
      (${placesWithFiles(places).join('|')}) [[ \${words[CURRENT]} == -* ]] || files=yes ;;
    esac
    case "$place" in
${words.join('\n')}
    esac ;;
  esac
  if [[ -n $files ]]; then
    _files
  elif (( $#candidates )); then
    _describe 'postern' candidates
  fi
}
compdef _postern postern
`;
}

/** In single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
