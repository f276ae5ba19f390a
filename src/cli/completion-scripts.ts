/**
 * What shells run on TAB. Each script asks `firstaml complete` with the words so far, the last of
 * which is the one being typed, and gets lines of a candidate, a tab, and what it is.
 */
export const shells = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof shells)[number]

const bash = `_firstaml() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(firstaml complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _firstaml firstaml
`

const zsh = `#compdef firstaml
_firstaml() {
  local -a candidates
  local line
  while IFS= read -r line; do
    candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <(firstaml complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#candidates} )); then _describe firstaml candidates; else _files; fi
}
if [[ "\${funcstack[1]}" = _firstaml ]]; then _firstaml "$@"; else compdef _firstaml firstaml; fi
`

const fish = `function __firstaml_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l candidates (firstaml complete -- $before[2..-1] "$current" 2>/dev/null)
    if count $candidates >/dev/null
        string join \\n -- $candidates
    else
        __fish_complete_path "$current"
    end
end
complete -c firstaml -f -a '(__firstaml_complete)'
`

export const completionScripts: Readonly<Record<Shell, string>> = { bash, zsh, fish }
