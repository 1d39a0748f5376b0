import { expect, test } from "vitest";
import { nearestService } from "../../../../src/commands/health/findings/nearest-service.ts";

const KNOWN = ["shop.Orders", "shop.v1.Payments", "stock.Items"];

test.each([
	["shop.Order", "shop.Orders"],
	["stock.items", "stock.Items"],
	["Orders", "shop.Orders"],
	["billing.eu.PAYMENTS", "shop.v1.Payments"],
	["billing.eu.Paymets", "shop.v1.Payments"],
	["grpc.health.v1.Health", undefined],
	["", undefined],
])("a probe that asks for %j most likely means %j", (asked, meant) => {
	expect(nearestService(asked, KNOWN)).toBe(meant);
});

test("of two, the similar name is meant, and not the last name in another package", () => {
	const known = ["billing.eu.Orders", "shop.Order"];
	expect(nearestService("shop.Orders", known)).toBe("shop.Order");
});
