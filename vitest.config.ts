import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { bundledPods } from "./test/bundled-pods.ts";

export default defineConfig({
	plugins: [bundledPods()],
	define: { __VERSION__: JSON.stringify("0.0.0-test") },
	test: {
		// Half of a test here is waiting for a process; one worker less than cores, the default, is one on two cores.
		maxWorkers: "100%",
		// To load all modules anew for each file takes as long as a third of the unit tests; so no test may mock one.
		isolate: false,
		// For every Node.js that a test starts: from source each pod of a sandbox would strip the types of all its modules anew.
		env: {
			NODE_COMPILE_CACHE: join(
				import.meta.dirname,
				"node_modules/.cache/compiled",
			),
		},
		// Of expect.poll. A busy machine is no failure.
		expect: { poll: { timeout: 20_000, interval: 10 } },
		projects: [
			{
				extends: true,
				test: {
					name: "unit",
					include: ["test/unit/**/*.test.{ts,tsx}"],
					testTimeout: 30_000,
				},
			},
			{
				extends: true,
				test: {
					name: "scenarios",
					include: ["test/scenarios/**/*.test.ts"],
					testTimeout: 60_000,
					hookTimeout: 60_000,
				},
			},
			{
				extends: true,
				test: {
					name: "package",
					include: ["test/package/**/*.test.ts"],
					testTimeout: 120_000,
					hookTimeout: 120_000,
				},
			},
		],
	},
});
