import { optionsWithFiles, optionsWithWords, paths, type Place, placesWithFiles } from './tree.ts';

/** For bash 3.2 and newer; files from 4 on. */
export function bash(places: readonly Place[]): string {
  const values = optionsWithWords(places).map(
    ({ at, choices }) => `    ${at}) candidates='${choices.join(' ')}' ;;`,
  );
  const words = places.map(
    ({ path, words: all }) => `      '${path}') candidates='${all.map(({ word }) => word).join(' ')}' ;;`,
  );
  return `# postern completion bash: put  eval "$(postern completion bash)"  into ~/.bashrc
_postern() {
  local place='' candidates='' files='' index
  local current="\${COMP_WORDS[COMP_CWORD]}"
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$place/\${COMP_WORDS[index]}" in
      ${paths(places).join('|')}) place="$place/\${COMP_WORDS[index]}" ;;
    esac
  done
  case "$place \${COMP_WORDS[COMP_CWORD - 1]}" in
    ${optionsWithFiles(places).join('|')}) files=yes ;;
${values.join('\n')}
    *) case "$place" in
      ${placesWithFiles(places).join('|')}) [[ $current == -* ]] || files=yes ;;
    esac
    case "$place" in
${words.join('\n')}
    esac ;;
  esac
  COMPREPLY=()
  if [[ $files ]]; then
    compopt -o default 2>/dev/null
  else
    COMPREPLY=($(compgen -W "$candidates" -- "$current"))
  fi
}
complete -F _postern postern
`;
}
