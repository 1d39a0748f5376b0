import { expect, test } from "vitest";
import { openAddress } from "../../../src/grpc/open-address.ts";

test("an IPv6 address that cannot be reached is named as it was typed", async () => {
	await expect(
		openAddress("::1", 1)(new AbortController().signal),
	).rejects.toThrow("[::1]:1");
});

test("an address without a route is reported as such", async () => {
	// TCP cannot connect to the broadcast address, so nothing is sent.
	await expect(
		openAddress("255.255.255.255", 1)(new AbortController().signal),
	).rejects.toMatchObject({
		code: "no-route",
		message: expect.stringContaining("255.255.255.255:1"),
	});
});
