import { expect, test } from "vitest";
import { openAddress } from "../../../src/grpc/open-address.ts";

test("an IPv6 address that cannot be reached is told as it is typed", async () => {
	await expect(
		openAddress("::1", 1)(new AbortController().signal),
	).rejects.toThrow("[::1]:1");
});

test("an address that no route leads to is told as such", async () => {
	// TCP cannot connect to the broadcast address, so nothing is sent.
	await expect(
		openAddress("255.255.255.255", 1)(new AbortController().signal),
	).rejects.toMatchObject({
		code: "no-route",
		message: expect.stringContaining("255.255.255.255:1"),
	});
});
