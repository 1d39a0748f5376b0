import { expect, test } from "vitest";
import { findingsOf } from "../../../../src/commands/health/views/table.ts";
import { failed, reportOf, target } from "./build.ts";

const WITHOUT_HEALTH = { answers: { "": failed("UNIMPLEMENTED") } };

const subjectsIn = (...namespaces: readonly string[]) =>
	findingsOf(
		reportOf(
			namespaces.map((namespace, index) => [
				target(`r84b${index + 4}`, { namespace }),
				WITHOUT_HEALTH,
			]),
		),
	).map(({ subject }) => subject);

test("findings name pods without their namespace where it is one", () => {
	expect(subjectsIn("shop", "shop")).toEqual(["…-r84b4", "…-r84b5"]);
});

test("and with it where there are several", () => {
	expect(subjectsIn("shop", "bank")).toEqual(["shop/…-r84b4", "bank/…-r84b5"]);
});
