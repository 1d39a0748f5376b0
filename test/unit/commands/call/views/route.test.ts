import { expect, test } from "vitest";
import { routeFact } from "../../../../../src/commands/call/via/route-fact.ts";
import { routeText } from "../../../../../src/commands/call/views/route.ts";
import type { ServiceRoute } from "../../../../../src/kubernetes/targets/endpoints/service-route.ts";
import { target } from "../../../kubernetes/targets/endpoints/build.ts";

const ROUTE: ServiceRoute = {
	service: "users",
	addressing: "cluster-ip",
	affinity: "none",
	standing: "ready",
	endpoints: [target("a"), target("b")],
	addresses: 0,
	notModelled: [],
};
const UNTRANSLATED = {
	kind: "headless-target-port",
	service: "users",
	port: 80,
	targetPort: 50051,
} as const;
const VIA = "via service users: ";

test.each<[string, Partial<ServiceRoute>]>([
	["kube-proxy would choose one of 2 endpoints", {}],
	["kube-proxy would choose its only endpoint", { endpoints: [target("a")] }],
	[
		"none is ready, so kube-proxy would choose among 2 endpoints that are terminating and still serve",
		{ standing: "terminating" },
	],
	[
		"headless, so DNS would give a client 2 addresses, and its resolver choose",
		{ addressing: "headless" },
	],
	[
		"headless, so DNS would give a client 1 address, and its resolver choose (nothing translates its port 80: a client has to dial 50051)",
		{
			addressing: "headless",
			endpoints: [target("a", [UNTRANSLATED])],
		},
	],
	[
		"kube-proxy would choose one of 2 endpoints (sessionAffinity ClientIP keeps a client at it)",
		{ affinity: "client-ip" },
	],
	[
		"kube-proxy would choose one of 2 endpoints (besides 1 address that is no pod; internalTrafficPolicy Local and trafficDistribution PreferClose not modelled)",
		{
			addresses: 1,
			notModelled: [
				"internalTrafficPolicy Local",
				"trafficDistribution PreferClose",
			],
		},
	],
])("%s", (says, changes) => {
	const route = routeFact({ ...ROUTE, ...changes }, "name");
	expect(routeText(route)).toBe(VIA + says);
});
