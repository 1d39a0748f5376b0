import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { bundledPods } from "./test/bundled-pods.ts";

export default defineConfig({
	plugins: [bundledPods()],
	define: { __VERSION__: JSON.stringify("0.0.0-test") },
	test: {
		// Half the time of a test here is waiting for a process. The default is one worker less than cores, which is one on two
		// cores.
		maxWorkers: "100%",
		// Tests that are marked as concurrent wait nearly all of their time.
		maxConcurrency: 10,
		// Loading all modules anew for each file takes as long as a third of the unit tests. Because modules are shared, no test
		// may mock one.
		isolate: false,
		// For every Node.js that a test starts. A sandbox's pod that runs from source would otherwise strip the types of all its
		// modules again.
		env: {
			NODE_COMPILE_CACHE: join(
				import.meta.dirname,
				"node_modules/.cache/compiled",
			),
		},
		// The limits of expect.poll. They are long, because a busy machine is no failure.
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
