// `npm run picture`: draws the README's pictures, each from a terminal in which the plugin shows a recorded run again.
// `npm run picture -- record` makes the recordings anew first, on the sandbox.
import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { startInTerminal } from "../unit/render/ink/terminal.ts";
import { record } from "./record.ts";
import { PLUGIN, SCENES, type Scene } from "./scenes.ts";
import { svgOf } from "./svg.ts";

/** How long a live screen goes on after the last thing that happened, so that its timeline shows it. */
const AFTERMATH_MS = 6_000;

async function draw(scene: Scene): Promise<void> {
	const { args, recording, picture, size, complete } = scene;
	const shown = `kubectl grpc ${args.join(" ")}`;
	// A live screen is a terminal's whole screen; a table stands below what was typed.
	const prompt = scene.kind === "once" ? `echo '$ ${shown}';` : "";
	const replay = `"${process.execPath}" "${PLUGIN}" health ${args.slice(2).join(" ")} --replay "${recording}"`;
	await using terminal = startInTerminal(`${prompt} ${replay}`, {
		...size,
		patienceMs: 120_000,
	});
	await terminal.see(complete);
	if (scene.kind === "once") await terminal.exited;
	else await pause(AFTERMATH_MS);
	const lines = terminal.runs();
	const last = lines.findLastIndex((runs) =>
		runs.some(({ text }) => text.trim() !== ""),
	);
	writeFileSync(picture, svgOf(lines.slice(0, last + 1), shown));
	terminal.type("q");
}

if (process.argv[2] === "record") await Promise.all(SCENES.map(record));
await Promise.all(SCENES.map(draw));
