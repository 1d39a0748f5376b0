import { COMPLETE_COMMAND } from "../../../cli/completion/complete-command.ts";
import { EXECUTABLE } from "../../../plugin-name.ts";

/** For bash 3.2 (macOS) and later, without bash-completion. It shows descriptions only where bash lists the values (the second Tab). */
export const BASH_SCRIPT = `# bash completion of ${EXECUTABLE}

__kubectl_grpc_complete() {
	local line=\${COMP_LINE:0:COMP_POINT} piece rest words i n=-1
	# bash also cuts words at the characters of COMP_WORDBREAKS, such as = and :; what stood together is joined again.
	words=()
	for ((i = 0; i <= COMP_CWORD; i++)); do
		rest=\${line#"\${line%%[![:space:]]*}"}
		piece=\${COMP_WORDS[i]}
		((i == COMP_CWORD)) && piece=$rest
		if ((n < 0)) || [[ $rest != "$line" ]]; then
			n=$((n + 1))
			words[n]=$piece
		else
			words[n]+=$piece
		fi
		line=\${rest#"$piece"}
	done

	local current=\${words[n]} values=() descriptions=() directive=4 value width=0
	while IFS= read -r line; do
		case $line in
		:*) directive=\${line#:} ;;
		*)
			value=\${line%%$'\\t'*}
			((\${#value} > width)) && width=\${#value}
			values+=("$value")
			line=\${line#"$value"}
			descriptions+=("\${line#$'\\t'}")
			;;
		esac
	done < <("\${words[0]/#\\~/$HOME}" ${COMPLETE_COMMAND} "\${words[@]:1}" 2>/dev/null </dev/null)

	# A value stands for what follows --flag=, and bash wants what follows its last word break.
	local flag= head=
	[[ $current == -*=* ]] && flag=\${current%%=*}=
	[[ $current == *=* && $COMP_WORDBREAKS == *=* ]] && head=\${current%=*}=
	[[ \${current#"$head"} == *:* && $COMP_WORDBREAKS == *:* ]] && head=\${current%:*}:
	COMPREPLY=()
	for ((i = 0; i < \${#values[@]}; i++)); do
		value=$flag\${values[i]}
		value=\${value#"$head"}
		if ((\${#values[@]} > 1)) && [[ \${COMP_TYPE:-9} == 63 && -n \${descriptions[i]} ]]; then
			printf -v value '%-*s  (%s)' "$((width + \${#value} - \${#values[i]}))" "$value" "\${descriptions[i]}"
			value=\${value:0:\${COLUMNS:-80}-1}
		fi
		COMPREPLY+=("$value")
	done

	type -t compopt >/dev/null || return 0
	((directive & 2)) && compopt -o nospace
	((directive & 16)) && compopt -o dirnames
	((directive == 0)) && compopt -o default
	return 0
}

complete -F __kubectl_grpc_complete ${EXECUTABLE}
`;
