import { defineFlags } from "./flags.ts";

/** The flag of commands that ask one pod. */
export const ONE_POD_FLAGS = defineFlags({
	pod: {
		kind: "string",
		placeholder: "NAME",
		complete: "pod",
		group: "target",
		help: "Which pod of the target to ask, by its name or the end of its name. Default: the first Ready pod.",
	},
});
