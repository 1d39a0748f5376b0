// Measures on a real Kubernetes and writes docs/performance.md: `npm run bench`. The two sides of a pair run in turn, A B A
// B, so that a machine whose speed drifts slows both. The ratio is the figure to quote.
import { writeFileSync } from "node:fs";
import { arch, cpus, totalmem } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { calls, farCall } from "./calls.ts";
import { fromAfar } from "./distance.ts";
import { createFleet, type Fleet, removeFleet } from "./fleet.ts";
import { farFleetHealth, fleetHealth, oneHealth, watching } from "./health.ts";
import { PAIRS, type Row } from "./pair.ts";
import { START_PAIRS, starts } from "./starts.ts";

const REPLICAS = 50;
/** The wait after all pods are Ready, in milliseconds. The node is still busy with their start by then. */
const SETTLE_MS = 10_000;
/** The round trip to an API server in a region nearby, and to one on another continent, in milliseconds. */
const ROUND_TRIPS_MS = [20, 100];

// This variable slows every start of Node. Only the plugin runs on Node, so the peers would gain from it.
delete process.env["NODE_EXTRA_CA_CERTS"];
const fleet = createFleet("bench", REPLICAS);
try {
	await pause(SETTLE_MS);
	const rows = [
		await fleetHealth(fleet),
		await oneHealth(fleet),
		...(await starts(fleet)),
		...(await calls(fleet)),
		...(await farAway(fleet)),
		...(await watching(fleet)),
	];
	const page = performancePage(rows);
	console.log(page);
	writeFileSync("docs/performance.md", page);
} finally {
	removeFleet(fleet);
}

async function farAway(fleet: Fleet): Promise<readonly Row[]> {
	const rows: Row[] = [];
	for (const roundTripMs of ROUND_TRIPS_MS) {
		const distance = ` through ${roundTripMs} ms of round trip to the API server`;
		const both = async () => [
			await farFleetHealth(fleet, distance),
			await farCall(fleet, distance),
		];
		rows.push(...(await fromAfar(roundTripMs, both)));
	}
	return rows;
}

function performancePage(rows: readonly Row[]): string {
	const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${arch()}, Node ${process.version}`;
	return [
		"# Performance",
		"",
		`Measured by \`npm run bench\` on the real Kubernetes of test/cluster. API server, node and plugin run on one machine: ${machine}. Each figure is the median of ${PAIRS} pairs (of ${START_PAIRS} pairs if it is compared with kubectl's start), which run alternately after one warm-up. Each time is that of a whole process, from start to exit. The plugin is the executable that krew installs.`,
		"",
		"| what | measured | mark |",
		"|---|---|---|",
		...rows.map(
			({ what, measured, mark }) => `| ${what} | ${measured} | ${mark} |`,
		),
		"",
	].join("\n");
}
