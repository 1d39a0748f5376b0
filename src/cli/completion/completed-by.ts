/**
 * What a flag's value or a command's word can be completed with. A flag or a command names one in its table; a new one is a word here
 * and a line in cli/table.ts, which says who answers.
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

/** What completes a value: somebody who knows, or the values themselves. */
export type CompletedBy = CompleterName | readonly string[];
