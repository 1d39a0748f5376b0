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

test("and in full where they are of several workloads: their ends alone do not say which", () => {
	const names = ["cart-7f98d6c569-r84bt", "cart-696cb88db8-vp2lw"];
	const subjectsOf = (all: readonly string[]) =>
		findingsOf(
			reportOf(
				all.map((name, index) => [
					target(String(index), { name }),
					WITHOUT_HEALTH,
				]),
			),
		).map(({ subject }) => subject);
	expect(subjectsOf(names)).toEqual(["…-r84bt", "…-vp2lw"]);
	expect(subjectsOf([...names, "ledger-66b47d8c9f-hsc2s"])).toEqual([
		...names,
		"ledger-66b47d8c9f-hsc2s",
	]);
});
