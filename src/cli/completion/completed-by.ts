/**
 * The kinds of completion for a flag's value or a command's word. A flag or command names one in its table. A new kind is a word here
 * and a line in cli/table.ts, which has its completer.
 */
export type CompleterName =
	| "file"
	| "folder"
	| "context"
	| "cluster"
	| "user"
	| "namespace"
	| "target"
	| "service"
	| "served-service"
	| "symbol"
	| "method"
	| "port"
	| "container"
	| "pod"
	| "tls-secret"
	| "finding"
	| "scenario";

/** What completes a value: a completer, or a list of the values themselves. */
export type CompletedBy = CompleterName | readonly string[];
