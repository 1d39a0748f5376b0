import { fileURLToPath } from "node:url";
import { FLEET_IN_TROUBLE, STATUS_CHANGES, type Story } from "./stories.ts";

const path = (relative: string) =>
	fileURLToPath(new URL(relative, import.meta.url));

/** The path of the built plugin. */
export const PLUGIN = path("../../bin/kubectl-grpc");

const WATCH_HEALTH = "grpc.health.v1.Health/Watch";

/** One picture: the command, the size of the terminal, and the recording. */
export type Scene = {
	/** The command that the picture shows. */
	readonly args: readonly string[];
	/**
	 * The arguments that replay the recording, and those that make it. A replay may open a screen, which needs a terminal; a
	 * recording needs none.
	 */
	readonly replayArgs: readonly string[];
	readonly recordArgs: readonly string[];
	/** What happens during the recording. */
	readonly story: Story;
	readonly recording: string;
	readonly picture: string;
	readonly size: { readonly columns: number; readonly rows: number };
	/** The text that is on the screen when the picture is complete. */
	readonly complete: string;
};

export const SCENES: readonly Scene[] = [
	{
		args: ["health", "deploy/user-service", "--watch"],
		replayArgs: ["health", "--watch"],
		recordArgs: ["health", "deploy/user-service", "--watch"],
		story: FLEET_IN_TROUBLE,
		recording: path("watch.jsonl"),
		picture: path("../../docs/pictures/watch.svg"),
		size: { columns: 100, rows: 13 },
		// Only the first pod has this finding, and it is the last to fail.
		complete: "KG102",
	},
	{
		args: ["call", "deploy/user-service", WATCH_HEALTH, "--ui"],
		replayArgs: ["call", "--ui"],
		recordArgs: [
			...["call", "deploy/user-service", WATCH_HEALTH],
			...["-d", '{"service": "user.UserService"}', "--record-payloads"],
		],
		story: STATUS_CHANGES,
		recording: path("call.jsonl"),
		picture: path("../../docs/pictures/call.svg"),
		size: { columns: 100, rows: 13 },
		complete: "6 received",
	},
];
