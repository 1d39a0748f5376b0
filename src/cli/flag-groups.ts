/** The headings of `--help`, in the order in which they are printed. `cluster` flags stand behind `kubectl grpc options`. */
export const FLAG_GROUPS = {
	command: "Options",
	target: "Which pods",
	transport: "How to connect",
	schema: "Where the schema comes from",
	output: "What to print",
	cluster: "Which cluster",
} as const;

export type FlagGroup = keyof typeof FLAG_GROUPS;
