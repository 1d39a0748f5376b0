/** The headings of `--help`, in their order. `kubectl grpc options` prints the `cluster` flags. */
export const FLAG_GROUPS = {
	command: "Options",
	target: "Which pods",
	transport: "How to connect",
	schema: "Where the schema comes from",
	output: "What to print",
	cluster: "Which cluster",
} as const;

export type FlagGroup = keyof typeof FLAG_GROUPS;
