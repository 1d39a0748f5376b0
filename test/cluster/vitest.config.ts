import { defineConfig } from "vitest/config";

/** Run by `npm run test:cluster`, inside the cluster's network: the scenarios, what only a real Kubernetes can be asked, and the comparison with grpcurl. */
export default defineConfig({
	define: { __VERSION__: JSON.stringify("0.0.0-test") },
	test: {
		root: `${import.meta.dirname}/../..`,
		include: [
			"test/scenarios/**/*.test.ts",
			"test/cluster/**/*.test.ts",
			"test/grpcurl/**/*.test.ts",
		],
		testTimeout: 60_000,
		hookTimeout: 120_000,
		// The tests stop the one API server and compare counts of pods: they take turns.
		fileParallelism: false,
	},
});
