import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { get } from "node:https";
import { json } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../../src/sandbox/sandbox.ts";
import {
	isScenarioName,
	SCENARIOS,
	type ScenarioName,
} from "../../../../src/sandbox/scenarios/catalogue.ts";
import { loadScenario } from "../../../../src/sandbox/scenarios/load.ts";
import { listAt, textAt } from "../running-sandbox.ts";

const running: Sandbox[] = [];

afterEach(async () => {
	for (const sandbox of running.splice(0)) await sandbox.stop();
});

/** Returns what `kubectl get pods` would show: name without suffixes, READY, STATUS. */
async function podLines({ kubeconfigPath, server }: Sandbox) {
	const config = await readFile(kubeconfigPath, "utf8");
	const [, ca = ""] =
		/"certificate-authority-data": "(.+?)"/.exec(config) ?? [];
	const [, token = ""] = /"token": "(.+?)"/.exec(config) ?? [];
	const asking = get(`${server}/api/v1/namespaces/default/pods`, {
		ca: Buffer.from(ca, "base64"),
		agent: false,
		headers: {
			authorization: `Bearer ${token}`,
			accept: "application/json;as=Table;v=v1;g=meta.k8s.io",
		},
	});
	const [response] = await once(asking, "response");
	return listAt(await json(response), "rows")
		.map((row) => {
			const name = textAt(row, "cells.0").replace(
				/-([a-z0-9]{10}-)?[a-z0-9]{5}$/,
				"",
			);
			return `${name} ${textAt(row, "cells.1")} ${textAt(row, "cells.2")}`;
		})
		.toSorted();
}

const THREE_READY = Array.from({ length: 3 }, () => "user-service 1/1 Running");

const EXPECTED: Readonly<Record<ScenarioName, readonly string[]>> = {
	default: ["order-service 1/1 Running", ...THREE_READY],
	"not-serving": THREE_READY,
	"no-health": THREE_READY,
	"wrong-port": THREE_READY,
	"pod-address": THREE_READY,
	tls: [
		"order-service 1/1 Running",
		"payment-service 0/1 Running",
		...THREE_READY,
	],
	mtls: THREE_READY,
	http1: THREE_READY,
	silent: THREE_READY,
	slow: THREE_READY,
	"hot-pod": THREE_READY,
	"two-schemas": [...THREE_READY, "user-service-canary 1/1 Running"],
	"bad-drain": ["order-service 1/1 Running", ...THREE_READY],
	sidecar: Array.from({ length: 3 }, () => "user-service 3/3 Running"),
	crashloop: [
		"import-users 0/1 Completed",
		"order-service 0/1 ImagePullBackOff",
		"user-service 0/1 CrashLoopBackOff",
		"user-service 0/1 CrashLoopBackOff",
	],
	pending: Array.from({ length: 3 }, () => "user-service 0/1 Pending"),
	mixed: [
		"archive-service 0/1 Pending",
		"inventory-0 1/1 Running",
		"inventory-1 1/1 Running",
		"mail-service 1/1 Running",
		"order-service 1/1 Running",
		"order-service 1/1 Running",
		"payment-service 1/1 Running",
		"report-service 0/1 CrashLoopBackOff",
		"search-service 1/1 Running",
		...THREE_READY,
	],
};

describe("scenario", () => {
	test.each(Object.keys(SCENARIOS).filter(isScenarioName))(
		"%s is as it says",
		async (name) => {
			const errors: unknown[] = [];
			const sandbox = await startSandbox({
				scenario: await loadScenario(name),
				onError: (error) => errors.push(error),
			});
			running.push(sandbox);
			await sandbox.ready;
			expect(await podLines(sandbox)).toEqual(EXPECTED[name].toSorted());
			expect(errors).toEqual([]);
		},
	);
});
