import fc from "fast-check";
import { expect, test } from "vitest";
import {
	askTogether,
	firstOfPackages,
} from "../../../../src/schema/reflection/ask-together.ts";
import { reflectionSource } from "../../../../src/schema/reflection/reflection-source.ts";
import { descriptor, fakeSession, service } from "./fake-session.ts";

test("answers stand in the order of what was asked for, and some are asked for at a time", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.nat()), async (wanted) => {
			let open = 0;
			let most = 0;
			const answers = await askTogether(wanted, async (one) => {
				open += 1;
				most = Math.max(most, open);
				for (let turn = 0; turn <= one % 5; turn += 1) await null;
				open -= 1;
				return one;
			});
			expect(answers).toEqual(wanted);
			expect(most).toBe(Math.min(wanted.length, 8));
		}),
	);
});

test("the first of each package, and the rest", () => {
	expect(firstOfPackages(["a.One", "a.Two", "b.One", "Bare", "a.b.C"])).toEqual(
		[["a.One", "b.One", "Bare", "a.b.C"], ["a.Two"]],
	);
});

test("services of one file are asked for once, those of several files together", async () => {
	const file = (name: string, pkg: string, ...services: string[]) =>
		descriptor({
			name,
			package: pkg,
			messageType: [{ name: "M" }],
			service: services.map((one) => service(one, `.${pkg}.M`, `.${pkg}.M`)),
		});
	const session = fakeSession([
		file("shop.proto", "shop", "Carts", "Orders", "Users"),
		file("bank.proto", "bank", "Accounts"),
		file("bank2.proto", "bank", "Loans"),
	]);
	const schema = await reflectionSource(session).everything();
	expect(session.asked).toEqual([
		"symbol bank.Accounts",
		"symbol shop.Carts",
		"symbol bank.Loans",
	]);
	expect(schema.problems).toEqual([]);
	expect(schema.services).toHaveLength(5);
});
