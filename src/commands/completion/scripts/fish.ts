import { COMPLETE_COMMAND } from "../../../cli/completion/complete-command.ts";
import { EXECUTABLE } from "../../../plugin-name.ts";

/** fish reads `value<TAB>description` itself, and adds no space after a value that ends in / or =. */
export const FISH_SCRIPT = `# fish completion of ${EXECUTABLE}

function __kubectl_grpc_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines ($words[1] ${COMPLETE_COMMAND} $words[2..-1] "$current" 2>/dev/null </dev/null)
    set -l directive (string sub -s 2 -- $lines[-1])
    # A value stands for what follows --flag=, and fish replaces the whole word.
    set -l flag (string match -r -- '^-[^=]*=' "$current")
    set -l value (string replace -- "$flag" '' "$current")
    switch $directive
        case 0
            printf '%s\\n' "$flag"(__fish_complete_path "$value")
        case 16
            printf '%s\\n' "$flag"(__fish_complete_directories "$value")
        case '*'
            for line in $lines[1..-2]
                printf '%s\\n' "$flag$line"
            end
    end
end

complete -c ${EXECUTABLE} -e
complete -c ${EXECUTABLE} -k -f -a '(__kubectl_grpc_complete)'
`;
