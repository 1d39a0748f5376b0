import { COMPLETE_COMMAND } from "../../../cli/completion/complete-command.ts";
import { EXECUTABLE } from "../../../plugin-name.ts";

/** To be sourced, or saved in a folder of fpath under the name that its first line implies. */
export const ZSH_SCRIPT = `#compdef ${EXECUTABLE}

_${EXECUTABLE}() {
	local -a lines candidates nospace
	local line value directive
	lines=("\${(@f)$("\${(Q)words[1]}" ${COMPLETE_COMMAND} "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null </dev/null)}")
	directive=\${lines[-1]#:}
	for line in "\${(@)lines[1,-2]}"; do
		value=\${line%%$'\\t'*}
		if [[ $line == *$'\\t'* ]]; then
			candidates+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
		else
			candidates+=("\${value//:/\\\\:}")
		fi
	done
	# A value stands for what follows --flag=.
	[[ $PREFIX == -*=* ]] && compset -P 1 '*='
	((directive & 2)) && nospace=(-S '')
	if ((directive & 16)); then
		_files -/
	elif ((directive == 0)); then
		_files
	else
		_describe -V 'completions' candidates "\${(@)nospace}"
	fi
}

if [[ $funcstack[1] == _${EXECUTABLE} ]]; then
	_${EXECUTABLE} "$@"
else
	compdef _${EXECUTABLE} ${EXECUTABLE}
fi
`;
