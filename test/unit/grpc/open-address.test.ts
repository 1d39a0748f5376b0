import { expect, test } from "vitest";
import { openAddress } from "../../../src/grpc/open-address.ts";

test("an IPv6 address that cannot be reached is told as it is typed", async () => {
	await expect(
		openAddress("::1", 1)(new AbortController().signal),
	).rejects.toThrow("[::1]:1");
});
