import { expect, test } from "vitest";
import { reflectionSource } from "../../../../src/schema/reflection/reflection-source.ts";
import { sharedSchemaBuilder } from "../../../../src/schema/source/schema-builder.ts";
import { descriptor, fakeSession } from "../reflection/fake-session.ts";

const shop = (message: string) =>
	descriptor({
		name: "shop.proto",
		package: "shop",
		syntax: "proto3",
		messageType: [{ name: message }],
		service: [
			{
				name: "Shop",
				method: [
					{
						name: "Buy",
						inputType: `.shop.${message}`,
						outputType: `.shop.${message}`,
					},
				],
			},
		],
	});
const broken = Uint8Array.of(0xff);

const serving = (...files: readonly Uint8Array[]) =>
	fakeSession(files, {
		listServices: async () => ({
			kind: "listed",
			services: ["shop.Shop"],
		}),
	});

test("equal schemas of several servers are one; others are another", async () => {
	const builder = sharedSchemaBuilder();
	const of = (message: string) =>
		reflectionSource(serving(shop(message)), builder).everything();
	const [one, same, other, again] = await Promise.all(
		["Cart", "Cart", "Basket", "Cart"].map(of),
	);
	expect(same).toBe(one);
	expect(again).toBe(one);
	expect(other).not.toBe(one);
	expect(other?.registry.getMessage("shop.Basket")).toBeDefined();
});

test("what is asked of one schema is not what is asked of another", async () => {
	const builder = sharedSchemaBuilder();
	const source = () => reflectionSource(serving(shop("Cart")), builder);
	const whole = await source().everything();
	const offering = reflectionSource(
		fakeSession([shop("Cart")], {
			listServices: async () => ({
				kind: "listed",
				services: ["shop.Shop", "shop.Gone"],
			}),
		}),
		builder,
	);
	const { services, problems } = await offering.everything();
	expect(services).toEqual(["shop.Gone", "shop.Shop"]);
	expect(problems).toHaveLength(1);
	expect(whole.problems).toEqual([]);
});

test("more schemas than a rollout has are made each for itself", async () => {
	const builder = sharedSchemaBuilder();
	for (let pod = 0; pod < 8; pod += 1) {
		const source = reflectionSource(serving(shop(`M${pod}`)), builder);
		const { registry } = await source.everything();
		expect(registry.getMessage(`shop.M${pod}`)).toBeDefined();
	}
});

test("a file that cannot be decoded is reported for each server", async () => {
	const builder = sharedSchemaBuilder();
	const told = () => builder.decode([broken, shop("Cart")]);
	expect(await told()).toEqual(await told());
	expect((await told()).map(({ kind }) => kind)).toEqual([
		"undecodable",
		"file",
	]);
});
