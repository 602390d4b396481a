import { optionsWithFiles, optionsWithWords, paths, type Place, placesWithFiles } from './tree.ts';

export function fish(places: readonly Place[]): string {
  const values = optionsWithWords(places).map(
    ({
      at,
      choices,
    }) => `        case ${at}${choices.map((choice) => `\n            echo ${quoted(choice)}`).join('')}
            return`,
  );
  const words = places.map(({ path, words: all }) => {
    const candidates = all.map(({ word, description }) => `${quoted(word)} ${quoted(description)}`);
    return `        case '${path}'
            printf '%s\\t%s\\n' \\
                ${candidates.join(' \\\n                ')}`;
  });
  return `# postern completion fish: postern completion fish > ~/.config/fish/completions/postern.fish
function __postern_candidates
    set -l place ''
    set -l current (commandline -ct)
    set -l before (commandline -opc)[2..-1]
    for word in $before
        switch "$place/$word"
            case ${paths(places).join(' ')}
                set place "$place/$word"
        end
    end
    switch "$place $before[-1]"
        case ${optionsWithFiles(places).join(' ')}
            __fish_complete_path $current
            return
${values.join('\n')}
    end
    switch "$place"
        case ${placesWithFiles(places).join(' ')}
            if not string match -q -- '-*' $current
                __fish_complete_path $current
                return
            end
    end
    switch "$place"
${words.join('\n')}
    end
end
complete -c postern -f -a '(__postern_candidates)'
`;
}

/** In single quotes, as fish reads them. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}
