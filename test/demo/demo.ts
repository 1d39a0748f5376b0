// `npm run demo`: shows the main job on the embedded cluster. It starts the sandbox with itself as the command. Inside the
// sandbox it runs what a person would type. Some services are in trouble on purpose, so their failures do not fail the demo.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { shellWord } from "../../src/shell-word.ts";

const PLUGIN = fileURLToPath(
	new URL("../../bin/kubectl-grpc", import.meta.url),
);
const INSIDE = "inside";

const STEPS: readonly (readonly string[])[] = [
	["health", "deploy/user-service"],
	["health"],
	["health", "sts/inventory", "--all-services"],
	["list", "deploy/user-service"],
	[
		"call",
		"deploy/user-service",
		"GetUser",
		"-d",
		'{"id": "42"}',
		"--all-pods",
	],
];

/** Runs a command on this terminal and returns its exit status. */
function run(args: readonly string[]): number {
	const { status, error } = spawnSync(process.execPath, args, {
		stdio: "inherit",
	});
	if (error !== undefined) throw error;
	return status ?? 1;
}

if (process.argv[2] === INSIDE) {
	for (const step of STEPS) {
		console.log(`\n$ kubectl grpc ${step.map(shellWord).join(" ")}`);
		console.log(`(exit status ${run([PLUGIN, ...step])})`);
	}
} else {
	const self = fileURLToPath(import.meta.url);
	process.exitCode = run([
		PLUGIN,
		"sandbox",
		"--scenario",
		"mixed",
		"--",
		process.execPath,
		self,
		INSIDE,
	]);
}
