// `npm run picture`: draws the pictures of the docs, each from a terminal in which the plugin replays a recording.
// `npm run picture -- record [WORD…]` first makes the recordings anew, on the sandbox. A WORD chooses scenes by the first
// word of their command, such as `call`.
import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { startInTerminal } from "../unit/render/ink/terminal.ts";
import { record } from "./record.ts";
import { PLUGIN, SCENES, type Scene } from "./scenes.ts";
import { svgOf } from "./svg.ts";

/** How long a live screen goes on after the last event, in milliseconds, so that its timeline shows the event. */
const AFTERMATH_MS = 6_000;

async function draw(scene: Scene): Promise<void> {
	const { args, replayArgs, recording, picture, size, complete } = scene;
	const shown = `kubectl grpc ${args.join(" ")}`;
	const replay = `"${process.execPath}" "${PLUGIN}" ${replayArgs.join(" ")} --replay "${recording}"`;
	await using terminal = startInTerminal(replay, {
		...size,
		patienceMs: 120_000,
	});
	await terminal.see(complete);
	await pause(AFTERMATH_MS);
	const lines = terminal.runs();
	const last = lines.findLastIndex((runs) =>
		runs.some(({ text }) => text.trim() !== ""),
	);
	writeFileSync(picture, svgOf(lines.slice(0, last + 1), shown));
	terminal.type("q");
}

const [action, ...words] = process.argv.slice(2);
const scenes = SCENES.filter(
	({ args: [command = ""] }) => words.length === 0 || words.includes(command),
);
if (action === "record") await Promise.all(scenes.map(record));
await Promise.all(scenes.map(draw));
