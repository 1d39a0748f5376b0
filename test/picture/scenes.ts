import { fileURLToPath } from "node:url";

const path = (relative: string) =>
	fileURLToPath(new URL(relative, import.meta.url));

/** The plugin as it is built. */
export const PLUGIN = path("../../bin/kubectl-grpc");

/** One picture: what is typed, in a terminal of which size, and the recording that it is drawn from. */
export type Scene = {
	readonly kind: "once" | "live";
	readonly args: readonly string[];
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
		recording: path("health.jsonl"),
		picture: path("../../docs/pictures/health.svg"),
		size: { columns: 100, rows: 24 },
		complete: "degraded: 2 of 3 pods serving",
	},
	{
		kind: "live",
		args: ["health", "deploy/user-service", "--watch"],
		recording: path("watch.jsonl"),
		picture: path("../../docs/pictures/watch.svg"),
		size: { columns: 100, rows: 13 },
		// Told of the first pod alone, which is the last to fail.
		complete: "KG102",
	},
];
