import { defineConfig } from "vitest/config";

/** These files stop the one API server, so no other test may run meanwhile. */
const ALONE = [
	"test/cluster/api-server.test.ts",
	"test/scenarios/restarting.test.ts",
];

const LIMITS = { testTimeout: 60_000, hookTimeout: 120_000 };

/**
 * `npm run test:cluster` runs this inside the cluster's network: the scenarios, the tests that need a real Kubernetes, and
 * the comparison with grpcurl.
 */
export default defineConfig({
	root: `${import.meta.dirname}/../..`,
	define: { __VERSION__: JSON.stringify("0.0.0-test") },
	test: {
		globalSetup: "test/cluster/unpack-executable.ts",
		// As in the suite on the sandbox.
		isolate: false,
		maxConcurrency: 10,
		projects: [
			{
				extends: true,
				test: {
					name: "together",
					include: [
						"test/scenarios/**/*.test.ts",
						"test/cluster/**/*.test.ts",
						"test/grpcurl/**/*.test.ts",
					],
					exclude: ALONE,
					...LIMITS,
					maxWorkers: "100%",
					sequence: { groupOrder: 0 },
				},
			},
			{
				extends: true,
				test: {
					name: "alone",
					include: ALONE,
					...LIMITS,
					maxWorkers: 1,
					sequence: { groupOrder: 1 },
				},
			},
		],
	},
});
