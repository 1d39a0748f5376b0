import { expect, test } from "vitest";
import { serviceNamed } from "../../../src/cli/service-named.ts";

test.each([
	["users", "svc/users:50051"],
	["users.shop.svc", "svc/users:50051 -n shop"],
	["users.shop.svc.cluster.local", "svc/users:50051 -n shop"],
	["users.shop", undefined],
	["users.example.com", undefined],
	["svc.example.com", undefined],
	["10.0.0.1", undefined],
	["::1", undefined],
])("%s is %s", (host, target) => {
	expect(serviceNamed(host, 50051)).toBe(target);
});
