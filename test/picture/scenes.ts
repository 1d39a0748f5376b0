import { fileURLToPath } from "node:url";
import { FLEET_IN_TROUBLE, STATUS_CHANGES, type Story } from "./stories.ts";

const path = (relative: string) =>
	fileURLToPath(new URL(relative, import.meta.url));

/** The plugin as it is built. */
export const PLUGIN = path("../../bin/kubectl-grpc");

const WATCH_HEALTH = "grpc.health.v1.Health/Watch";

/** One picture: what is typed, in a terminal of which size, and the recording that it is drawn from. */
export type Scene = {
	readonly kind: "once" | "live";
	/** What is typed to see it. */
	readonly args: readonly string[];
	/** What shows the recording, and what makes it: a screen needs a terminal, and what is seen of the run does not. */
	readonly replayArgs: readonly string[];
	readonly recordArgs: readonly string[];
	/** What happens meanwhile; a run with an end of its own needs nothing. */
	readonly story: Story;
	readonly recording: string;
	readonly picture: string;
	readonly size: { readonly columns: number; readonly rows: number };
	/** What is seen when the picture is complete. */
	readonly complete: string;
};

export const SCENES: readonly Scene[] = [
	{
		kind: "once",
		args: ["health", "deploy/user-service"],
		replayArgs: ["health"],
		recordArgs: ["health", "deploy/user-service"],
		story: [],
		recording: path("health.jsonl"),
		picture: path("../../docs/pictures/health.svg"),
		size: { columns: 100, rows: 24 },
		complete: "degraded: 2 of 3 pods serving",
	},
	{
		kind: "live",
		args: ["health", "deploy/user-service", "--watch"],
		replayArgs: ["health", "--watch"],
		recordArgs: ["health", "deploy/user-service", "--watch"],
		story: FLEET_IN_TROUBLE,
		recording: path("watch.jsonl"),
		picture: path("../../docs/pictures/watch.svg"),
		size: { columns: 100, rows: 13 },
		// Told of the first pod alone, which is the last to fail.
		complete: "KG102",
	},
	{
		kind: "live",
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
